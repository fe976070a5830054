import assert from "node:assert/strict";
import { base64Bytes, checkedMedia } from "../../../src/core/messages/checkedMedia";

const base64 = (...bytes: (number | string)[]): string =>
  Buffer.concat(
    bytes.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from([part]))),
  ).toString("base64");
const png = base64(0x89, "PNG\r\n", 0x1a, "\n", "the rest of it, which nobody looks at");

describe("what a server calls a picture or a sound", () => {
  const good: [mimeType: string, data: string, found: string][] = [
    ["image/png", png, "image/png"],
    ["IMAGE/PNG", png, "image/png"],
    ["image/jpeg", base64(0xff, 0xd8, 0xff, 0xe0), "image/jpeg"],
    ["image/gif", base64("GIF89a"), "image/gif"],
    ["image/webp", base64("RIFF....WEBPVP8 "), "image/webp"],
    ["image/bmp", base64("BM......"), "image/bmp"],
    ["audio/wav", base64("RIFF....WAVEfmt "), "audio/wav"],
    ["audio/x-wav", base64("RIFF....WAVEfmt "), "audio/wav"],
    ["audio/mpeg", base64("ID3....."), "audio/mpeg"],
    ["audio/mp3", base64(0xff, 0xfb, 0x90), "audio/mpeg"],
    ["audio/ogg", base64("OggS...."), "audio/ogg"],
    ["audio/flac", base64("fLaC...."), "audio/flac"],
    ["audio/mp4", base64("....ftypM4A "), "audio/mp4"],
  ];
  for (const [mimeType, data, found] of good) {
    it(`is one: ${mimeType}, ${found}`, () =>
      assert.deepEqual(checkedMedia(mimeType, data), { kind: found.split("/")[0], mimeType: found, data }));
  }

  it("is what its bytes say, whatever picture it is called", () => {
    assert.equal(checkedMedia("image/jpeg", png)?.mimeType, "image/png");
  });

  it("may have its data in lines", () => {
    assert.equal(checkedMedia("image/png", `${png.slice(0, 20)}\r\n${png.slice(20)}\n`)?.data, png);
  });

  const bad: [why: string, mimeType: string, data: string][] = [
    ["a document that may hold scripts", "image/svg+xml", base64("<svg xmlns='http://www.w3.org/2000/svg'/>")],
    ["a picture by name alone", "image/png", base64("<script>alert(1)</script>")],
    ["a picture that is called a sound", "audio/wav", png],
    ["a file", "application/octet-stream", png],
    ["data that would leave its address", "image/png", `${png.slice(0, -4)})](x`],
    ["data that is cut", "image/png", png.slice(0, -1)],
    ["nothing", "image/png", ""],
    ["too large", "image/png", png + "A".repeat(4 * 1024 * 1024)],
  ];
  for (const [why, mimeType, data] of bad) {
    it(`is none: ${why}`, () => assert.equal(checkedMedia(mimeType, data), undefined));
  }

  for (const [data, bytes] of [
    ["", 0],
    ["AA==", 1],
    ["AAA=", 2],
    ["AAAA", 3],
  ] as const)
    it(`counts ${bytes} bytes in "${data}"`, () => assert.equal(base64Bytes(data), bytes));
});
