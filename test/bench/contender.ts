import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { HeadlessHub } from "../../src/headless/headlessHub";

/** A client that is measured, with its servers connected. */
export interface Contender {
  readonly name: "hub" | "bare";
  call(server: string, tool: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Counts what a server says by itself. */
  heard(): number;
  close(): Promise<void>;
}

/** Entries in the shape of `mcpHub.servers`. */
export type Entries = Readonly<Record<string, StdioEntry | { readonly url: string }>>;

interface StdioEntry {
  readonly command: string;
  readonly args: readonly string[];
}

const script = join(process.cwd(), "test/support/echoServer.mjs");

/** The echo server on stdio, e.g. `echoOnStdio("--start-ms=10000")`. */
export const echoOnStdio = (...switches: readonly string[]): StdioEntry => ({
  command: process.execPath,
  args: [script, ...switches],
});

/** Starts the echo server on HTTP in a process of its own. */
export async function startEchoOnHttp(...switches: readonly string[]) {
  const child = spawn(process.execPath, [script, "--http", ...switches], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  return { url: `http://127.0.0.1:${String(port).trim()}/mcp`, stop: () => void child.kill("SIGKILL") };
}

/** The hub as a module, as it is shipped. */
export function createHub(servers: Entries): HeadlessHub {
  const built: typeof import("../../src/headless") = require(join(process.cwd(), "dist/headless.js"));
  return built.createHub({ servers });
}

/** The hub with all its layers on. */
export async function theHub(servers: Entries): Promise<Contender> {
  const hub = createHub(servers);
  let heard = 0;
  hub.onNotification(() => heard++);
  await hub.ready();
  return {
    name: "hub",
    call: (server, tool, args = {}) => hub.callTool(server, tool, args),
    heard: () => heard,
    close: () => hub.close(),
  };
}

/**
 * Clients of the bare SDK, one for each server, as its documentation shows them. `ownSession` (Linux): their processes run in a session
 * of their own, as the hub's must to be ended whole; a busy Linux wakes such a process later.
 */
export async function theBareSdk(servers: Entries, ownSession = false): Promise<Contender> {
  const clients = new Map<string, Client>();
  let heard = 0;
  for (const [name, entry] of Object.entries(servers)) {
    const client = new Client({ name: "bare", version: "1.0.0" });
    client.fallbackNotificationHandler = async () => void heard++;
    await client.connect(
      "url" in entry
        ? new StreamableHTTPClientTransport(new URL(entry.url))
        : new StdioClientTransport({ ...started(entry, ownSession), maxBufferSize: 64 * 1024 * 1024 }),
    );
    await client.listTools();
    clients.set(name, client);
  }
  return {
    name: "bare",
    call: (server, tool, args = {}) => {
      const client = clients.get(server);
      if (!client) throw new Error(`There is no server "${server}".`);
      return client.callTool({ name: tool, arguments: args });
    },
    heard: () => heard,
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

const started = ({ command, args }: StdioEntry, ownSession: boolean) =>
  ownSession ? { command: "setsid", args: [command, ...args] } : { command, args: [...args] };
