import assert from "node:assert/strict";
import { partsForPerson, resultRenderer } from "../../../src/core/conversation/resultRenderer";
import type { Content } from "../../../src/core/messages/content";
import { shownParts } from "../../../src/core/presentation/shownPart";
import { SeenView } from "../../support/chatFixture";

const limits = { name: "files/look", limit: 1000 };
const picture = (bytes: number): Content => ({
  type: "image",
  mimeType: "image/png",
  data: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])], bytes).toString("base64"),
});

function shown(content: readonly Content[], structured?: unknown): string {
  const view = new SeenView();
  resultRenderer(view)(shownParts({ content, structured }), "files", limits);
  return view.text;
}

describe("a result in the chat", () => {
  it("shows pictures while there is room, and links the others", () => {
    assert.equal(
      shown([picture(30_000), picture(30_000)]),
      "<picture image.png image/png> image\\/png\\, 29 KB\n\n<file image-2.png> image\\/png\\, 29 KB\n\n",
    );
  });

  it("links sounds, files and resources", () => {
    const content: Content[] = [
      { type: "audio", data: btoa("OggS"), mimeType: "audio/ogg" },
      { type: "resource", resource: { uri: "demo://a/b.txt", text: "inside" } },
      { type: "resource_link", uri: "demo://c", name: "<b>C</b>", mimeType: "text/markdown", description: "[x](y)" },
    ];
    assert.equal(
      shown(content),
      "<file audio.ogg> audio\\/ogg\\, 4 bytes\n\n<file b.txt> 6 bytes\n\n" +
        "<resource files demo://c c.md> \\<b\\>C\\<\\/b\\>\\: \\[x\\]\\(y\\)\n\n",
    );
  });

  it("links web addresses, and only those, to the web", () => {
    const link = (uri: string): Content => ({ type: "resource_link", uri, name: "a](command:b)" });
    const name = "a\\]\\(command\\:b\\)";
    assert.equal(
      shown([link("https://example.com/a b>c")]),
      `[${name}](<https://example.com/a%20b%3Ec>) \\(example\\.com\\)\n\n`,
    );
    for (const odd of ["https://example.com/?a\\", "https://a@example.com/", "https://example.com/\u200b"])
      assert.ok(shown([link(odd)]).startsWith(`<resource files ${odd} `), odd);
    assert.equal(shown([link("command:delete")]), `<resource files command:delete command_delete.txt> ${name}\n\n`);
  });

  it("shows text as code that it cannot escape from, cut at the limit", () => {
    assert.equal(shown([{ type: "text", text: "```\n![x](y)" }]), "````\n```\n![x](y)\n````\n\n");
    assert.match(
      shown([{ type: "text", text: "x".repeat(2000) }]),
      /The result of files\/look was 2 KB; the first 1000 bytes/,
    );
    assert.equal(shown([], { a: 1 }), '```json\n{\n  "a": 1\n}\n```\n\n');
  });

  it("indents JSON, with every digit", () =>
    assert.equal(
      shown([{ type: "text", text: '{"id":725653563933458433}' }]),
      '```json\n{\n  "id": 725653563933458433\n}\n```\n\n',
    ));

  it("says how many parts it does not show", () => {
    const many = Array.from({ length: 21 }, (_, at): Content => ({ type: "resource_link", uri: `a:${at}`, name: "a" }));
    assert.match(shown(many), /\n\n1 more part is not shown\.\n\n$/);
  });

  it("leaves out what the model repeats and what is for the model alone", () => {
    const to = (audience: ("user" | "assistant")[], content: Content): Content => ({
      ...content,
      annotations: { audience },
    });
    const text: Content = { type: "text", text: "words" };
    const parts = shownParts({
      content: [
        text,
        to(["user"], text),
        to(["assistant"], text),
        picture(9),
        to(["assistant"], picture(9)),
        to(["user"], picture(9)),
      ],
      structured: {},
    });
    assert.deepEqual(
      partsForPerson(parts).map(({ kind, audience }) => `${kind} for ${audience}`),
      ["text for user", "media for everybody", "media for user"],
    );
  });
});
