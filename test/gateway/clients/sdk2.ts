import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { bearer, type ClientKind, filled, type Target } from "./otherClient";

/** The official SDK's client of the line 2.x, which takes the newest revision that the server speaks, or a given era's. */
const sdk2 = (name: string, mode: "auto" | "legacy"): ClientKind => ({
  name,
  answers: true,
  startsPrograms: true,
  async open(target) {
    const client = new Client(
      { name: "sdk2", version: "1.0.0" },
      { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
    );
    client.setRequestHandler("elicitation/create", ({ params }) => ({
      action: "accept",
      content: filled("requestedSchema" in params ? params.requestedSchema : {}),
    }));
    await client.connect(transportTo(target));
    return {
      tools: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name, args) => JSON.stringify((await client.callTool({ name, arguments: args })).content),
      read: async (uri) => JSON.stringify((await client.readResource({ uri })).contents),
      prompt: async (name) => JSON.stringify((await client.getPrompt({ name })).messages),
      close: () => client.close(),
    };
  },
});

export const sdk2Auto = sdk2("SDK 2.x", "auto");
export const sdk2Legacy = sdk2("SDK 2.x with a handshake", "legacy");

function transportTo(target: Target) {
  if ("url" in target)
    return new StreamableHTTPClientTransport(new URL(target.url), { requestInit: { headers: bearer(target.token) } });
  const { command, args, env } = target;
  return new StdioClientTransport({ command, args: [...args], ...(env && { env: { ...env } }) });
}
