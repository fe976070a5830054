import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { RequestOptions } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { SamplingMessage } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { pixel, silence } from "./media";

/** What a server asks a model, and what it makes of the answer. */
export interface Sampling {
  readonly url: string;
  stop(): Promise<void>;
}

const tools = [{ name: "pick__color", description: "Picks a color.", inputSchema: { type: "object" as const } }];

/**
 * Starts a server of the revision 2025-11-25, built with the SDK, that asks a language model in its tools: `describe` with a picture, a
 * sound and every wish there is; `loop` with a tool that it runs itself; `broken` with a use of a tool that has no result. `wait model` and
 * `wait form` give up when they have heard twice that they wait, and answer with what they heard.
 */
export async function startSamplingServer(): Promise<Sampling> {
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const http = createServer(async (incoming, outgoing) => {
    const id = incoming.headers["mcp-session-id"];
    let transport = transports.get(String(id));
    if (!transport) {
      const created = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: (session) => void transports.set(session, created),
      });
      transport = created;
      await makeServer().connect(created);
    }
    await transport.handleRequest(incoming, outgoing);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function makeServer(): McpServer {
  const server = new McpServer({ name: "sampling", version: "1.0.0" });
  const tool = (name: string, run: () => Promise<unknown>) =>
    server.registerTool(name, {}, async () => {
      try {
        return { content: [{ type: "text", text: JSON.stringify(await run()) }] };
      } catch (error) {
        const text = JSON.stringify({ code: Object(error).code, message: Object(error).message });
        return { content: [{ type: "text", text }], isError: true };
      }
    });

  tool("describe", () =>
    server.server.createMessage({
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image", data: pixel, mimeType: "image/png" },
            { type: "audio", data: silence, mimeType: "audio/wav" },
          ],
        },
      ],
      systemPrompt: "Be brief.",
      maxTokens: 50,
      temperature: 0.2,
      stopSequences: ["STOP"],
      modelPreferences: { hints: [{ name: "eyes" }], costPriority: 0.1, speedPriority: 0.9 },
    }),
  );
  tool("loop", async () => {
    const messages: SamplingMessage[] = [{ role: "user", content: { type: "text", text: 'pick__color {"of":"car"}' } }];
    for (let rounds = 0; rounds < 5; rounds++) {
      const said = await server.server.createMessage({ messages, maxTokens: 50, tools });
      if (said.stopReason !== "toolUse") return { rounds, said };
      messages.push({ role: said.role, content: said.content });
      const uses = [said.content].flat().filter((part) => part.type === "tool_use");
      messages.push({
        role: "user",
        content: uses.map(({ id, input }) => ({
          type: "tool_result" as const,
          toolUseId: id,
          content: [{ type: "text" as const, text: `red ${Object(input).of}` }],
        })),
      });
    }
    return "too many rounds";
  });
  tool("broken", () =>
    server.server.request(
      {
        method: "sampling/createMessage",
        params: {
          messages: [{ role: "assistant", content: { type: "tool_use", id: "1", name: "pick__color", input: {} } }],
          maxTokens: 50,
          tools,
        },
      },
      z.looseObject({}),
    ),
  );
  const waiting = (ask: (options: RequestOptions) => Promise<unknown>) => async () => {
    const enough = new AbortController();
    const heard: unknown[] = [];
    const onprogress = (progress: unknown) => {
      if (heard.push(progress) === 2) enough.abort();
    };
    const answer = await ask({ onprogress, signal: enough.signal }).catch(() => "given up");
    return { answer, heard };
  };
  const messages: SamplingMessage[] = [{ role: "user", content: { type: "text", text: "Hello" } }];
  tool(
    "wait model",
    waiting((options) => server.server.createMessage({ messages, maxTokens: 5 }, options)),
  );
  const requestedSchema = { type: "object" as const, properties: {} };
  tool(
    "wait form",
    waiting((options) => server.server.elicitInput({ message: "Which?", requestedSchema }, options)),
  );
  return server;
}
