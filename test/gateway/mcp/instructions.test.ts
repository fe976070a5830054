import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { FakeClock } from "../../support/fakeClock";
import { modernPost, post } from "../../support/rawMcp";
import { gate, type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";

const initialize = {
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "c", version: "1" } },
};

describe("what a client of the MCP endpoint is told at its start", () => {
  let server: ScriptedServer;
  let silent: ScriptedServer;
  let gateway: Gateway;
  const never = gate();
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer({
      initialize: ({ protocolVersion }) => ({
        protocolVersion,
        capabilities: {},
        serverInfo: { name: "own", version: "1" },
        instructions: "Ask for one thing at a time.",
      }),
    });
    silent = await startScriptedServer({ initialize: () => never.opened });
    gateway = await aGateway(
      { one: server.url, silent: silent.url },
      {
        unready: ["silent"],
        scopes: { narrow: [{ servers: ["one"] }] },
        workspace: () => "/home/ada/project",
        clock: new FakeClock(), // no time passes that something could wait for
      },
    );
  });
  after(async () => {
    await gateway.close();
    await Promise.all([server.stop(), silent.stop()]);
  });

  const both = async (path: string, client = "one") => {
    const [legacy, modern] = await Promise.all([
      post(gateway.url + path, initialize, {}, client).then((answer) => answer.last()),
      modernPost(gateway.url + path, "server/discover", {}, { client }).then((answer) => answer.last()),
    ]);
    return [legacy.result?.instructions, modern.result?.instructions].map(String);
  };

  it("names the servers that it may use and the workspace, without waiting for one that does not answer", async () => {
    for (const said of await both("")) {
      assert.match(said, /one, silent/);
      assert.match(said, /workspace \/home\/ada\/project/);
    }
    for (const said of await both("", "narrow")) assert.match(said, /: one\./);
    assert.deepEqual((await both("/silent")).length, 2);
  });

  it("is the server's own word at the address of one server, with the workspace", async () => {
    for (const said of await both("/one"))
      assert.equal(said, "Ask for one thing at a time.\nThey work in the workspace /home/ada/project.");
  });
});
