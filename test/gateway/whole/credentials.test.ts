import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { type HttpFixture, startHttpFixture } from "../../support/fixtures";
import { modernPost, openSession, post } from "../../support/rawMcp";
import { WholeGateway } from "../../support/wholeGateway";

/** What clients and proxies send, and what is for the hub alone. */
const inbound = {
  cookie: "session=inbound",
  "proxy-authorization": "Basic aW5ib3VuZA==",
  "x-forwarded-for": "192.0.2.1",
  "x-forwarded-host": "inbound.example",
  forwarded: "for=192.0.2.1",
  "x-real-ip": "192.0.2.1",
  "x-anything": "inbound",
};

describe("what a client shows the whole gateway", function () {
  this.timeout(30_000);
  let http: HttpFixture;
  let gateway: WholeGateway;
  withoutLoginShell();

  before(async () => {
    http = await startHttpFixture();
    gateway = await WholeGateway.start({
      remote: { url: http.url, retries: 0, headers: { "x-own": "of the entry" } },
    });
  });
  after(async () => {
    await gateway.close();
    await http.stop();
  });

  const url = () => `${gateway.gateway.url}/mcp`;
  const headers = () => ({ ...inbound, authorization: `Bearer ${gateway.token}`, "x-api-key": gateway.token });
  const doors: readonly [door: string, call: (text: string) => Promise<string>][] = [
    ["REST", async (text) => (await gateway.chat("remote", "echo", { text }, { headers: headers() })).text],
    [
      "MCP",
      async (text) => (await (await openSession(url(), { headers: headers() })).call("remote__echo", { text })).text(),
    ],
    [
      "MCP without a session",
      async (text) => {
        const call = {
          jsonrpc: "2.0",
          id: 1,
          method: "tools/call",
          params: { name: "remote__echo", arguments: { text } },
        };
        return (await post(url(), call, headers())).text();
      },
    ],
    [
      "MCP without a handshake",
      async (text) =>
        (
          await modernPost(url(), "tools/call", { name: "remote__echo", arguments: { text } }, { headers: headers() })
        ).text(),
    ],
  ];
  for (const [door, call] of doors)
    it(`does not reach the server: ${door}`, async () => {
      const text = `through ${door}`;
      assert.match(await call(text), new RegExp(text));
      const [sent] = (await http.journal()).filter(({ body = "" }) => body.includes(text));
      assert.equal(sent?.headers["x-own"], "of the entry");
      const whole = JSON.stringify(await http.journal());
      for (const value of [...Object.values(inbound), gateway.token]) assert.ok(!whole.includes(value), value);
      for (const name of Object.keys(inbound)) assert.equal(sent?.headers[name], undefined, name);
    });

  it("is not blamed for what the server refuses: its own 401 is a failure that names the server", async () => {
    const name = "remote__count";
    const { result } = await (
      await modernPost(url(), "tools/call", { name, arguments: { key: "m", fault: 401 } }, { headers: headers() })
    ).last();
    assert.equal(result?.isError, true);
    assert.match(JSON.stringify(result), /remote.*(sign|credential|401)/i);
    const session = await openSession(url(), { headers: headers() });
    const answer = await session.call(name, { key: "l", fault: 401 });
    assert.deepEqual([answer.status, answer.headers.get("www-authenticate")], [200, null]);
    assert.equal((await answer.last()).result?.isError, true);
  });
});
