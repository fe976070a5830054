import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import {
  type CallToolResult,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { createDocumentsServer } from "../../src/samples/documents/server";

export interface Setup {
  /** Folders on the server's command line. */
  readonly folders?: readonly string[];
  /** What the client answers when asked for its roots; without it the client cannot be asked. */
  readonly roots?: () => string[];
  readonly cwd?: string;
  /** Where its model is kept; nothing is there unless a test puts it there. */
  readonly state?: string;
}

/** The server and a client of the same SDK, joined in memory, with what the server told unasked. */
export async function connectedServer({ folders = [], roots, cwd = "/nowhere", state = "/nowhere/state" }: Setup) {
  const server = createDocumentsServer({ folders, cwd, state, reader: path.resolve("dist/samples/documentReader.js") });
  const client = new Client(
    { name: "test", version: "1.0.0" },
    { capabilities: roots ? { roots: { listChanged: true } } : {} },
  );
  const logs: string[] = [];
  const told = { resourceListChanged: 0 };
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    logs.push(`${params.level}: ${String(params.data)}`);
  });
  client.setNotificationHandler(ResourceListChangedNotificationSchema, () => {
    told.resourceListChanged++;
  });
  if (roots) client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: roots().map((uri) => ({ uri })) }));

  const [here, there] = InMemoryTransport.createLinkedPair();
  await server.connect(there);
  await client.connect(here);
  await client.listTools(); // from here on the client checks every result against its tool's output schema

  const call = async (name: string, args: Record<string, unknown> = {}): Promise<CallToolResult> =>
    (await client.callTool({ name, arguments: args })) as CallToolResult;
  return { server, client, call, logs, told, transport: there, close: () => client.close() };
}

/** The text of a result that should hold exactly one. */
export function textOf({ content }: CallToolResult): string {
  const [only, ...others] = content;
  if (only?.type !== "text" || others.length > 0) throw new Error(`Not one text: ${JSON.stringify(content)}`);
  return only.text;
}
