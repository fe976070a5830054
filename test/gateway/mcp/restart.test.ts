import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway } from "../../support/aGateway";
import { openSession } from "../../support/rawMcp";
import { startScriptedServer } from "../../support/scriptedServer";
import { until } from "../../support/until";

const said = (text: string) => ({ content: [{ type: "text", text }] });

describe("a session of the MCP endpoint, when a server starts over", () => {
  withoutLoginShell();

  it("goes on: the next call succeeds, and a subscription still delivers", async () => {
    const server = await startScriptedServer(
      { "resources/list": () => ({ resources: [{ uri: "a://b", name: "b" }] }) },
      { echo: () => said("hello") },
    );
    const gateway = await aGateway({ one: server.url });
    try {
      const session = await openSession(gateway.url);
      const stream = await session.listen();
      await session.send({ jsonrpc: "2.0", id: 1, method: "resources/subscribe", params: { uri: "a://b" } });
      const subscribed = () => server.heard.filter(({ method }) => method === "resources/subscribe").length;
      await until("the server is asked", () => subscribed() === 1);
      server.forget();
      await until("the next call succeeds", async () => {
        const { result } = await (await session.call("one__echo")).last();
        return JSON.stringify(result?.content) === JSON.stringify(said("hello").content);
      });
      await until("the new session is asked too", () => subscribed() === 2);
      await server.listenedTo();
      server.notify("notifications/resources/updated", { uri: "a://b" });
      assert.equal((await stream.next())?.method, "notifications/resources/updated");
      stream.drop();
    } finally {
      await gateway.close();
      await server.stop();
    }
  });

  it("goes on when the process of a server is gone", async () => {
    const args = ["test/support/fixtureServer.mjs"];
    const gateway = await aGateway({ one: { command: process.execPath, args } });
    try {
      const session = await openSession(gateway.url);
      assert.ok((await (await session.call("one__crash")).last()).result?.isError);
      await until("the next call succeeds", async () => {
        const { result } = await (await session.call("one__echo", { text: "again" })).last();
        return JSON.stringify(result) === JSON.stringify(said("again"));
      });
    } finally {
      await gateway.close();
    }
  });
});
