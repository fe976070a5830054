import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import {
  InMemoryTaskMessageQueue,
  InMemoryTaskStore,
} from "@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

/** A server whose tasks outlive its connections, built with the SDK of the revision 2025-11-25. */
export interface TaskServer {
  readonly url: string;
  /** The methods that it was asked for, oldest first; of tool calls and of tasks only. */
  readonly asked: readonly string[];
  /** The ids of the tasks that were begun. */
  readonly begun: readonly string[];
  say(task: string, words: string): Promise<void>;
  /** Ends a task with this text. */
  finish(task: string, words: string): Promise<void>;
  statusOf(task: string): Promise<string | undefined>;
  /** Nobody reaches it anymore; the tasks stay. */
  away(): Promise<void>;
  /** It is there again, at the same address. */
  back(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one, on a port that is free unless one is given: the tool `dig` may run as a task, `mine` runs only so. */
export async function startTaskServer(at = 0): Promise<TaskServer> {
  const taskStore = new InMemoryTaskStore();
  const asked: string[] = [];
  const begun: string[] = [];

  const makeServer = () => {
    const server = new McpServer(
      { name: "tasks", version: "1.0.0" },
      {
        capabilities: { tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } } },
        taskStore,
        taskMessageQueue: new InMemoryTaskMessageQueue(),
      },
    );
    for (const [name, taskSupport] of [
      ["dig", "optional"],
      ["mine", "required"],
    ] as const)
      server.experimental.tasks.registerToolTask(
        name,
        { description: "Takes long.", execution: { taskSupport } },
        {
          async createTask({ taskStore, taskRequestedTtl }) {
            const task = await taskStore.createTask({ ttl: taskRequestedTtl ?? null, pollInterval: 100 });
            begun.push(task.taskId);
            return { task };
          },
          getTask: ({ taskId, taskStore }) => taskStore.getTask(taskId),
          getTaskResult: async ({ taskId, taskStore }) => ({ content: [], ...(await taskStore.getTaskResult(taskId)) }),
        },
      );
    return server;
  };

  const listen = (port: number) =>
    new Promise<Server>((resolve) => {
      const http = createServer(async (incoming, outgoing) => {
        if (incoming.method !== "POST") return void outgoing.writeHead(405).end();
        const body: unknown = JSON.parse(await text(incoming));
        const method = String(Object(body).method);
        if (method.startsWith("t")) asked.push(method);
        const server = makeServer();
        const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
        outgoing.on("close", () => void server.close());
        await server.connect(transport);
        await transport.handleRequest(incoming, outgoing, body);
      });
      http.listen(port, "127.0.0.1", () => resolve(http));
    });

  let http: Server | undefined = await listen(at);
  const { port } = http.address() as AddressInfo;
  const away = async () => {
    const leaving = http;
    http = undefined;
    leaving?.closeAllConnections();
    if (leaving) await new Promise((resolve) => leaving.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    asked,
    begun,
    say: (task, words) => taskStore.updateTaskStatus(task, "working", words),
    finish: (task, words) => taskStore.storeTaskResult(task, "completed", { content: [{ type: "text", text: words }] }),
    statusOf: async (task) => (await taskStore.getTask(task))?.status,
    away,
    async back() {
      http = await listen(port);
    },
    async stop() {
      await away();
      taskStore.cleanup();
    },
  };
}
