import { Client, StreamableHTTPClientTransport, type Transport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { bearer, type ClientKind, filled, type OtherClient } from "./otherClient";

type Mode = "auto" | "legacy";

/** The official SDK's client of the line 2.x, which takes the newest revision that the server speaks, or a given era's. */
const sdk2 = (name: string, mode: Mode): ClientKind => ({
  name,
  open: {
    mcp: ({ url, token }) =>
      connected(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: bearer(token) } }), mode),
    program: ({ command, args, env }) =>
      connected(new StdioClientTransport({ command, args: [...args], ...(env && { env: { ...env } }) }), mode),
  },
});

export const sdk2Auto = sdk2("SDK 2.x", "auto");
export const sdk2Legacy = sdk2("SDK 2.x with a handshake", "legacy");

async function connected(transport: Transport, mode: Mode): Promise<OtherClient> {
  const client = new Client(
    { name: "sdk2", version: "1.0.0" },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
  );
  client.setRequestHandler("elicitation/create", ({ params }) => ({
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
