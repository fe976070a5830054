import assert from "node:assert/strict";
import { Emitter } from "../../../src/core/kernel/emitter";
import type { AgentServer } from "../../../src/editor/gateway/agentServer";
import { CursorServer, type CursorServers, cursorServers } from "../../../src/editor/gateway/cursorServer";
import { noDefect } from "../../support/noDefect";

/** Stands for `vscode.cursor.mcp`, and notes what it was told. */
function fakeCursor() {
  const told: string[] = [];
  const mcp: CursorServers = {
    registerServer: ({ name, server }) => void told.push(`+ ${name} ${server.url} ${server.headers.Authorization}`),
    unregisterServer: (name) => void told.push(`- ${name}`),
  };
  return { told, mcp };
}

/** Of what never changes by itself. */
const never = () => ({ dispose() {} });
const settled = () => new Promise((resolve) => setImmediate(resolve));

const offered = (version: string, token = async () => "T"): AgentServer => ({ url: "http://h/mcp", version, token });

describe("the hub in Cursor", () => {
  it("is offered only where the editor has Cursor's interface", () => {
    const { mcp } = fakeCursor();
    assert.equal(cursorServers({ cursor: { mcp } }), mcp);
    const mcps = [undefined, null, {}, 7, { registerServer: mcp.registerServer }, { ...mcp, registerServer: "yes" }];
    for (const other of [{}, { cursor: null }, { cursor: 7 }, ...mcps.map((one) => ({ cursor: { mcp: one } }))])
      assert.equal(cursorServers(other), undefined);
  });

  it("is registered with its token, again when it has changed, and removed when it ends", async () => {
    const { told, mcp } = fakeCursor();
    let current: AgentServer | undefined;
    const server = new CursorServer(mcp, "MCP Hub", () => current, never, noDefect);
    await server.follow();
    assert.deepEqual(told, []);
    current = offered("1");
    await server.follow();
    await server.follow();
    assert.deepEqual(told.splice(0), ["+ MCP Hub http://h/mcp Bearer T"]);
    current = offered("2");
    await server.follow();
    assert.deepEqual(told.splice(0), ["- MCP Hub", "+ MCP Hub http://h/mcp Bearer T"]);
    current = undefined;
    await server.follow();
    assert.deepEqual(told.splice(0), ["- MCP Hub"]);
    current = offered("3");
    await server.follow();
    server.dispose();
    assert.deepEqual(told.splice(0), ["+ MCP Hub http://h/mcp Bearer T", "- MCP Hub"]);
  });

  it("is registered from the start, and follows each change until it ends", async () => {
    const { told, mcp } = fakeCursor();
    const changes = new Emitter<void>(noDefect);
    let version = "1";
    let asked = 0;
    const current = () => {
      asked++;
      return offered(version);
    };
    const server = new CursorServer(mcp, "MCP Hub", current, changes.event, noDefect);
    await settled();
    assert.deepEqual(told.splice(0), ["+ MCP Hub http://h/mcp Bearer T"]);
    version = "2";
    changes.fire();
    await settled();
    assert.deepEqual(told.splice(0), ["- MCP Hub", "+ MCP Hub http://h/mcp Bearer T"]);
    server.dispose();
    assert.deepEqual(told.splice(0), ["- MCP Hub"]);
    version = "3";
    changes.fire();
    await settled();
    assert.deepEqual([told, asked], [[], 2]);
  });

  it("is not registered after its end, even if the token comes late", async () => {
    const { told, mcp } = fakeCursor();
    let give = (_: string): void => assert.fail();
    const late = new Promise<string>((resolve) => {
      give = resolve;
    });
    const server = new CursorServer(mcp, "MCP Hub", () => offered("1", () => late), never, noDefect);
    const followed = server.follow();
    await Promise.resolve();
    server.dispose();
    give("T");
    await followed;
    assert.deepEqual(told, []);
  });

  it("reports what Cursor refuses, and tries again with the next change", async () => {
    const failures: unknown[] = [];
    const { told, mcp } = fakeCursor();
    let fails = true;
    const refusing: CursorServers = {
      ...mcp,
      registerServer: (server) => {
        if (fails) throw new Error("refused");
        mcp.registerServer(server);
      },
    };
    const server = new CursorServer(
      refusing,
      "MCP Hub",
      () => offered("1"),
      never,
      (error) => failures.push(error),
    );
    await server.follow();
    assert.equal(failures.length, 2, "at the start, and now");
    fails = false;
    await server.follow();
    assert.equal(told.length, 1);
  });
});
