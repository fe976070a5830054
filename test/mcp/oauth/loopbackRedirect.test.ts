import assert from "node:assert/strict";
import { connect } from "node:net";
import type { Redirect } from "../../../src/core/auth/redirect";
import { loopbackRedirect } from "../../../src/mcp/oauth/loopbackRedirect";
import { noAbort } from "../../support/openLinks";

describe("the way back from the browser on a port of this machine", () => {
  let redirect: Redirect;
  let host: string;
  beforeEach(async () => {
    redirect = await loopbackRedirect({});
    host = new URL(redirect.uri).host;
  });
  afterEach(() => redirect.dispose());

  /** The status of a request that is written as it stands: any page and any program on this machine may write one. */
  const status = async (target: string, to = host, method = "GET"): Promise<number> => {
    const socket = connect(Number(new URL(redirect.uri).port), "127.0.0.1");
    socket.end(`${method} ${target} HTTP/1.1\r\nHost: ${to}\r\nConnection: close\r\n\r\n`);
    let said = "";
    for await (const text of socket.setEncoding("latin1")) said += text;
    return Number(/^HTTP\/1.1 (\d+)/.exec(said)?.[1]);
  };

  for (const target of ["//", "http://[", "/", "/other?state=mine", "*"])
    it(`there is nothing at ${target}`, async () => {
      assert.equal(await status(target), 404);
      assert.equal(await status(target, "evil.example"), 404);
    });

  it("accepts only requests to its own host name, and only the answer to its question", async () => {
    const answered = redirect.answer("mine", noAbort());
    const { port } = new URL(redirect.uri);
    const names = ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1.evil.example:${port}`, ""];
    for (const name of names) assert.equal(await status("/callback?state=mine&code=stolen", name), 404, name);
    assert.equal(await status("/callback?state=mine&code=stolen", host, "HEAD"), 404);
    assert.equal(await status("/callback?state=another&code=stolen"), 400);
    const page = status("/callback?state=mine&code=good", `localhost:${port}`);
    const { params, finish } = await answered;
    assert.equal(params.get("code"), "good");
    finish({ ok: true, text: "Signed in." });
    assert.equal(await page, 200);
  });
});
