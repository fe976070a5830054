import assert from "node:assert/strict";
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import type { ComposedHub } from "../../../src/composedHub";
import { aComposedHub, withoutLoginShell } from "../../support/aComposedHub";
import { definition } from "../../support/fakeLink";
import { type McpDoor, openMcpDoor } from "../../support/mcpDoor";
import { type ModernServer, startModernServer } from "../../support/modernServer";
import { everythingOnStdio } from "../../support/startEverything";

/** A client of one era, connected; what both clients of the SDK have in common. */
interface Connected {
  readonly listTools: () => Promise<{ readonly tools: readonly { readonly name: string }[] }>;
  readonly callTool: (call: { name: string; arguments: Record<string, unknown> }) => Promise<Record<string, unknown>>;
  readonly close: () => Promise<void>;
}

const forms = { capabilities: { elicitation: { form: {} } } };

async function legacyClient(url: string): Promise<Connected> {
  const client = new Client({ name: "legacy client", version: "1.0.0" }, forms);
  client.setRequestHandler(ElicitRequestSchema, async () => ({ action: "decline" }));
  await client.connect(new StreamableHTTPClientTransport(new URL(url)) as never);
  return client as unknown as Connected;
}

async function modernClient(url: string): Promise<Connected> {
  const client = new ModernClient(
    { name: "modern client", version: "1.0.0" },
    { ...forms, versionNegotiation: { mode: "auto" } },
  );
  client.setRequestHandler("elicitation/create", async () => ({ action: "decline" }));
  await client.connect(new ModernHttp(new URL(url)));
  assert.equal(client.getProtocolEra(), "modern");
  return client as unknown as Connected;
}

describe("the MCP endpoint, for clients and servers of both eras", () => {
  let composed: ComposedHub;
  let door: McpDoor;
  let modern: ModernServer;
  withoutLoginShell();

  before(async () => {
    modern = await startModernServer();
    composed = aComposedHub();
    composed.hub.configure([
      definition("legacy", {
        entry: { kind: "valid", config: { ...everythingOnStdio, args: [...everythingOnStdio.args] } },
      }),
      definition("modern", { entry: { kind: "valid", config: { url: modern.url } } }),
    ]);
    await Promise.all([composed.hub.connect("legacy"), composed.hub.connect("modern")]);
    door = await openMcpDoor(composed);
  });
  after(async () => {
    await door.close();
    await composed.close();
    await modern.stop();
  });

  for (const [era, connect] of [
    ["legacy", legacyClient],
    ["modern", modernClient],
  ] as const) {
    it(`lists and calls the tools of both for a ${era} client`, async () => {
      const client = await connect(door.url);
      try {
        const names = (await client.listTools()).tools.map(({ name }) => name);
        assert.ok(names.includes("legacy__echo"), names.join());
        assert.ok(names.some((name) => name.startsWith("modern__")));
        const { content } = await client.callTool({ name: "legacy__echo", arguments: { message: "hello" } });
        assert.deepEqual(content, [{ type: "text", text: "Echo: hello" }]);
      } finally {
        await client.close();
      }
    });

    it(`asks a ${era} client what a legacy server asks because of its call`, async () => {
      const client = await connect(`${door.url}/legacy`);
      try {
        const { content } = await client.callTool({ name: "trigger-elicitation-request", arguments: {} });
        assert.match(JSON.stringify(content), /declined/);
      } finally {
        await client.close();
      }
    });
  }
});
