import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { modernPost, openSession, post } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";

const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };

describe("a defect of the hub behind the MCP endpoint", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  const reported: unknown[] = [];
  const broken = new TypeError("cannot read the inside");
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer({}, { echo: () => ({ content: [] }) });
    gateway = await aGateway(
      { one: server.url },
      {
        scopes: { reader: [{ readOnly: true }] },
        // Asked for what only reads, and so by a reader alone.
        options: () => {
          throw broken;
        },
        profiles: new Proxy(
          {},
          {
            getOwnPropertyDescriptor: () => {
              throw broken;
            },
          },
        ),
        report: (error) => reported.push(error),
      },
    );
  });
  beforeEach(() => {
    reported.length = 0;
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  for (const [where, send] of [
    ["in a session", async () => (await openSession(gateway.url, { client: "reader" })).send(list)],
    ["without a handshake", () => modernPost(gateway.url, "tools/list", {}, { client: "reader" })],
    ["before it is known who asks", () => post(`${gateway.url}/p/work`, ping)],
  ] as const)
    it(`is reported with its place, and the client gets a sentence: ${where}`, async () => {
      const answer = await send();
      const { error } = await answer.last();
      assert.equal(error?.code, -32603);
      assert.doesNotMatch(JSON.stringify(error), /\.ts|at \w+ \(/);
      assert.equal(reported.length, 1);
      const [defect] = reported;
      assert.ok(defect instanceof HubError && defect.cause === broken);
      assert.match(defect.message, /The request [\w-]+ met a defect of the hub: cannot read the inside/);
    });

  it("is none where the request is wrong, or a server fails", async () => {
    const session = await openSession(gateway.url);
    for (const message of [
      { ...ping, method: "none" },
      { ...ping, method: "tools/call", params: { name: "none" } },
    ])
      assert.ok((await (await session.send(message)).last()).error);
    await (await modernPost(gateway.url, "none", {})).all();
    assert.deepEqual(reported, []);
  });
});
