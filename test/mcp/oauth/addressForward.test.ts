import assert from "node:assert/strict";
import { AddressForward } from "../../../src/mcp/oauth/browser/addressForward";
import { FakeClock } from "../../support/fakeClock";

describe("a short address that leads to a long one", () => {
  const clock = new FakeClock();
  const forward = new AddressForward(clock);
  after(() => forward.dispose());

  it("leads there byte for byte, and nothing else does", async () => {
    const long = "http://127.0.0.1:1/authorize?back=http%3A%2F%2Fh%2Fcallback%3Fa%3D1%26b%3D2&x=%2B+%25&y=a%20b#f%23";
    const short = await forward.shortFor(long);
    assert.doesNotMatch(short, /[?%#]/);
    const answer = await fetch(short, { redirect: "manual" });
    assert.deepEqual([answer.status, answer.headers.get("location")], [302, long]);
    for (const other of [new URL("/", short).href, `${short}x`, `${short}?x=1`])
      assert.equal((await fetch(other, { redirect: "manual" })).status, 404, other);
    assert.equal((await fetch(short, { redirect: "manual", method: "POST" })).status, 404);
  });

  it("is there for two minutes", async () => {
    const short = await forward.shortFor("http://127.0.0.1:1/x");
    clock.pass(119_000);
    assert.equal((await fetch(short, { redirect: "manual" })).status, 302);
    clock.pass(1000);
    await assert.rejects(fetch(short, { redirect: "manual" }));
  });
});
