import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { bearer, type ClientKind, filled, type OtherClient } from "./otherClient";

/** The official SDK's client of the line 1.x: revisions up to 2025-11-25. */
export const sdk1: ClientKind = {
  name: "SDK 1.x",
  open: {
    mcp: ({ url, token }) =>
      connected(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: bearer(token) } })),
    program: ({ command, args, env }) =>
      connected(new StdioClientTransport({ command, args: [...args], ...(env && { env: { ...env } }) })),
  },
};

async function connected(transport: Transport): Promise<OtherClient> {
  const client = new Client({ name: "sdk1", version: "1.0.0" }, { capabilities: { elicitation: {} } });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => ({
    action: "accept",
    content: filled("requestedSchema" in params ? params.requestedSchema : {}),
  }));
  await client.connect(transport);
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args) => JSON.stringify((await client.callTool({ name, arguments: args })).content),
    read: async (uri) => JSON.stringify((await client.readResource({ uri })).contents),
    prompt: async (name) => JSON.stringify((await client.getPrompt({ name })).messages),
    close: () => client.close(),
  };
}
