import assert from "node:assert/strict";
import { OAuthError } from "@modelcontextprotocol/client";
import { readIssuedCode } from "../../../../src/mcp/oauth/device/deviceCode";

const sound = { device_code: "D", user_code: "ABCD", verification_uri: "https://auth.example/device" };
const read = (body: unknown, status = 200) =>
  readIssuedCode("far", new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));

describe("a code to sign in with on another device", () => {
  it("is shown with its page, and lasts for fifteen minutes where nothing is said", async () => {
    assert.deepEqual(await read(sound), {
      deviceCode: "D",
      shown: { page: "https://auth.example/device", code: "ABCD" },
      lastsMs: 900_000,
      intervalMs: 5000,
    });
  });

  const times: [given: unknown, lastsMs: number, intervalMs: number][] = [
    [1, 1000, 1000],
    [0.5, 1000, 1000],
    [0, 900_000, 5000],
    [-1, 900_000, 5000],
    ["7", 7000, 7000],
    ["soon", 900_000, 5000],
    [300, 300_000, 300_000],
    [301, 301_000, 300_000],
    [3600, 3_600_000, 300_000],
    [3601, 3_600_000, 300_000],
  ];
  for (const [given, lastsMs, intervalMs] of times)
    it(`lasts and is asked for within limits: ${given}`, async () => {
      const code = await read({ ...sound, expires_in: given, interval: given });
      assert.deepEqual([code.lastsMs, code.intervalMs], [lastsMs, intervalMs]);
    });

  it("has a page that includes the code where that can be visited", async () => {
    const completed = async (complete: string) => {
      const { shown } = await read({ ...sound, verification_uri_complete: complete });
      return shown.complete;
    };
    assert.equal(await completed("https://auth.example/device?code=ABCD"), "https://auth.example/device?code=ABCD");
    assert.equal(await completed("http://auth.example/device?code=ABCD"), undefined);
    assert.equal(await completed("javascript:alert(1)"), undefined);
  });

  it("may be as long as a person can be asked to enter, and have the older name of its page", async () => {
    const { verification_uri: verification_url, ...rest } = sound;
    assert.equal((await read({ ...rest, verification_url })).shown.page, verification_url);
    assert.equal((await read({ ...sound, user_code: "A".repeat(100) })).shown.code, "A".repeat(100));
    await assert.rejects(read({ ...sound, user_code: "A".repeat(101) }), /no device code that can be used/);
  });

  for (const name of ["device_code", "user_code", "verification_uri"])
    it(`is of no use without ${name}`, () =>
      assert.rejects(read({ ...sound, [name]: undefined }), /"far".*no device code that can be used/));

  it("is of no use with a page that is not safe, or an answer that is not an object", async () => {
    await assert.rejects(
      read({ ...sound, verification_uri: "http://auth.example" }),
      /the page that its sign-in service names/,
    );
    await assert.rejects(read("[1]"), /no device code that can be used/);
  });

  it("says why it was refused, whatever the status", async () => {
    const refused = (code: string, words: string) => (error: unknown) =>
      error instanceof OAuthError && error.code === code && error.message.includes(words);
    const error = { error: "invalid_client", error_description: "Nobody knows you." };
    for (const status of [200, 400, 500])
      await assert.rejects(read(error, status), refused("invalid_client", "Nobody knows you."));
    await assert.rejects(read({ error: "slow_down" }, 400), refused("slow_down", "slow_down"));
    await assert.rejects(read("Not here.", 404), refused("HTTP 404", "Not here"));
    await assert.rejects(read("", 499), refused("HTTP 499", "HTTP 499"));
    for (const status of [429, 500, 503])
      await assert.rejects(read("Busy.", status), { name: "HubError", message: new RegExp(`HTTP ${status}`) });
  });
});
