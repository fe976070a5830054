import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { WebSocket } from "ws";
import { debuggedLink } from "../../../src/core/development/debuggedLink";
import { openLink } from "../../../src/mcp/openLink";
import { openDebugRelay } from "../../../src/mcp/processes/debugRelay";
import { HeardEvents } from "../../support/heardEvents";
import { noAbort } from "../../support/openLinks";

const unexpected = (error: unknown) => {
  throw error;
};

describe("the relay of a debugger", () => {
  it("holds a debugger until the program listens, which sees one client and no attempt before", async () => {
    const relay = await openDebugRelay();
    const client = connect(relay.port, "127.0.0.1");
    await once(client, "connect");
    client.write("hello");
    let clients = 0;
    const program = createServer((socket) => {
      clients++;
      socket.on("data", (data) => socket.end(`${data} back`));
    });
    setTimeout(() => program.listen(relay.programPort, "127.0.0.1"), 250);
    const [answer] = await once(client, "data");
    assert.equal(String(answer), "hello back");
    await once(client, "close");
    assert.equal(clients, 1);
    relay.dispose();
    program.close();
    await once(program, "close");
  });

  it("lets go of a debugger whose program does not come", async () => {
    const relay = await openDebugRelay();
    const client = connect(relay.port, "127.0.0.1");
    await once(client, "connect");
    relay.dispose();
    await once(client, "close");
    const late = connect(relay.port, "127.0.0.1");
    const [error] = await once(late, "error");
    assert.equal(error.code, "ECONNREFUSED");
  });

  it("leads a real debugger to a real server, which does nothing before", async () => {
    let hasAttached = false;
    let port = 0;
    const open = debuggedLink(
      openLink({
        clientInfo: { name: "test", version: "0" },
        shellEnv: async () => process.env,
        report: unexpected,
      }),
      {
        openRelay: openDebugRelay,
        attach: async (target) => {
          port = target.port;
          const pages = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as unknown;
          const [page] = pages as { webSocketDebuggerUrl: string }[];
          const socket = new WebSocket(page?.webSocketDebuggerUrl ?? "");
          await once(socket, "open");
          hasAttached = true;
          socket.send(JSON.stringify({ id: 1, method: "Runtime.runIfWaitingForDebugger" }));
        },
      },
      unexpected,
    );
    const program = { command: process.execPath, args: ["test/support/echoServer.mjs"], env: {} };
    const plan = { kind: "stdio", server: "echo", ...program, debug: { type: "node" } } as const;
    const link = await open(plan, new HeardEvents(), noAbort());
    assert.ok(hasAttached);
    link.dispose();
    await link.closed;
    await assert.rejects(fetch(`http://127.0.0.1:${port}/json/list`), "the relay is closed with the server");
  });
});
