import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createMcpHandler, McpServer, ProtocolError, specTypeSchemas } from "@modelcontextprotocol/server";
import { send, toRequest } from "./modernServer";

const extension = "io.modelcontextprotocol/tasks";

/** A task as the extension has it. */
interface Task {
  readonly taskId: string;
  status: string;
  statusMessage?: string;
  pollIntervalMs: number;
  ttlMs: number | null;
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  inputRequests?: Record<string, object>;
  result?: object;
  error?: object;
}

/** A server of the revision 2026-07-28 that answers its one tool with a task (extension `io.modelcontextprotocol/tasks`). */
export interface ModernTasks {
  readonly url: string;
  readonly tasks: Map<string, Task>;
  /** What it was asked for, oldest first: the method, the header `Mcp-Name`, and whether the client declared the extension. */
  readonly asked: readonly (readonly [method: string, name: string | undefined, declared: boolean])[];
  /** The answers that it was given, by the key of their question. */
  readonly answers: Record<string, unknown>;
  /** How many of the next answers it refuses. */
  refusals: number;
  /** Cuts all connections. */
  cut(): void;
  stop(): Promise<void>;
}

/** Starts one on a port that is free. */
export async function startModernTasks(): Promise<ModernTasks> {
  const tasks = new Map<string, Task>();
  const asked: [string, string | undefined, boolean][] = [];
  const answers: Record<string, unknown> = {};
  const state = { refusals: 0 };
  const taskOf = (params: unknown): Task => {
    const task = tasks.get(String(Object(params).taskId));
    if (task) return task;
    throw new ProtocolError(-32602, "Failed to retrieve task: Task not found");
  };

  const makeServer = () => {
    const server = new McpServer(
      { name: "modern-tasks", version: "1.0.0" },
      { capabilities: { tools: {}, extensions: { [extension]: {} } } },
    );
    const schemas = { params: specTypeSchemas.JSONObject };
    server.registerTool("dig", {}, () => {
      const now = new Date(0).toISOString();
      const taskId = `task ${tasks.size + 1}`;
      const task = {
        taskId,
        status: "working",
        pollIntervalMs: 100,
        ttlMs: 60_000,
        createdAt: now,
        lastUpdatedAt: now,
      };
      tasks.set(taskId, task);
      return { resultType: "task", ...task, content: [] };
    });
    server.server.setRequestHandler("tasks/get", schemas, (params) => ({ ...taskOf(params) }));
    server.server.setRequestHandler("tasks/cancel", schemas, (params) => {
      taskOf(params).status = "cancelled";
      return {};
    });
    server.server.setRequestHandler("tasks/update", schemas, (params, { mcpReq }) => {
      if (state.refusals-- > 0) throw new ProtocolError(-32603, "Not now");
      const task = taskOf(params);
      const responses = mcpReq.inputResponses ?? {}; // the SDK keeps them apart from the other parameters
      Object.assign(answers, responses);
      for (const key of Object.keys(responses)) delete task.inputRequests?.[key];
      if (Object.keys(task.inputRequests ?? {}).length === 0) task.status = "working";
      return {};
    });
    return server;
  };

  const handler = createMcpHandler(makeServer, { legacy: "reject" });
  const server = createServer(async (incoming, outgoing) => {
    const request = await toRequest(incoming);
    const { method, params } = Object(JSON.parse((await request.clone().text()) || "{}"));
    const declared = params?._meta?.["io.modelcontextprotocol/clientCapabilities"]?.extensions?.[extension];
    const name = incoming.headers["mcp-name"];
    asked.push([String(method), name === undefined ? name : String(name), declared !== undefined]);
    await send(await handler.fetch(request), outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/mcp`,
    tasks,
    asked,
    answers,
    cut: () => server.closeAllConnections(),
    async stop() {
      await handler.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
