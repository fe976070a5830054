import assert from "node:assert/strict";
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";

const fine = { type: "text", text: "fine" };
const mimeType = "application/octet-stream";

describe("broken base64 of a server, before the SDK's clients", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  const clients: Pick<Client, "callTool" | "readResource" | "close">[] = [];
  withoutLoginShell();

  before(async () => {
    const contents: Readonly<Record<string, unknown>> = { "a://broken": "%%%", "a://url": "-_-_", "a://no-text": 7 };
    server = await startScriptedServer(
      {
        "resources/list": () => ({ resources: Object.keys(contents).map((uri) => ({ uri, name: uri })) }),
        "resources/read": ({ uri }) => ({
          contents: [
            { uri, mimeType, blob: contents[String(uri)] },
            { uri, text: "beside it" },
          ],
        }),
      },
      {
        show: () => ({
          content: [
            { type: "image", data: "no base64!", mimeType: "image/png" },
            { type: "audio", data: "A", mimeType: "audio/wav" },
            { type: "resource", resource: { uri: "a://broken", mimeType, blob: "%%%" } },
            { type: "resource", resource: { uri: "a://url", mimeType, blob: "-_-_" } },
            fine,
          ],
        }),
      },
    );
    gateway = await aGateway({ one: server.url });
    const legacy = new Client({ name: "legacy", version: "1" });
    await legacy.connect(new StreamableHTTPClientTransport(new URL(gateway.url)) as never);
    const modern = new ModernClient({ name: "modern", version: "1" }, { versionNegotiation: { mode: "auto" } });
    await modern.connect(new ModernHttp(new URL(gateway.url)));
    clients.push(legacy, modern as never);
  });
  after(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await gateway.close();
    await server.stop();
  });

  it("costs a result no more than the part that is broken", async () => {
    for (const client of clients) {
      const { content } = (await client.callTool({ name: "one__show", arguments: {} })) as { content: object[] };
      const sent = JSON.stringify(content);
      assert.ok(sent.includes(JSON.stringify(fine)), sent);
      assert.ok(sent.includes('"blob":"+/+/"'), "the alphabet of addresses is put right");
      assert.ok(!sent.includes("%%%") && !sent.includes("no base64!"), sent);
    }
  });

  it("costs a read no more than that either", async () => {
    for (const client of clients)
      for (const [uri, blob] of [
        ["a://broken", undefined],
        ["a://url", "+/+/"],
        ["a://no-text", undefined],
      ] as const) {
        const { contents } = await client.readResource({ uri });
        assert.ok(contents.some((one) => "text" in one && one.text === "beside it"));
        assert.deepEqual(
          contents.flatMap((one) => ("blob" in one ? [one.blob] : [])),
          blob === undefined ? [] : [blob],
          uri,
        );
      }
  });
});
