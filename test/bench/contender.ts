import { fork, spawn } from "node:child_process";
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

/** What the process of one contender is told, as its one argument. */
export interface Task<S> {
  readonly name: Contender["name"];
  readonly servers: Entries;
  /** The bench's own measures: plain data. */
  readonly sizes: S;
  readonly ownSession?: boolean;
}

/** What a bench does with a contender, in that one's process. */
export interface Measure<S, R> {
  /** Until the engine has compiled what runs often: what is measured before is the compiler. */
  readonly warmUp: (contender: Contender, sizes: S) => Promise<unknown>;
  readonly round: (contender: Contender, sizes: S) => Promise<R>;
}

/** A contender in a process of its own, as it has with a person: in a common one, each pays for the other's garbage. */
export interface ContenderProcess<R> {
  /** Measures once more. Rejects where the process has ended. */
  round(): Promise<R>;
  /** Closes the client; settles when its process is gone. */
  end(): Promise<void>;
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

/**
 * Runs a bench, whose file is this process's program: `main` in the process that was started by hand, and in each that `main` starts what
 * measures one contender.
 */
export function bench<S, R>(
  measure: Measure<S, R>,
  main: (start: (task: Task<S>) => Promise<ContenderProcess<R>>) => Promise<void>,
): void {
  const [, file = "", task] = process.argv;
  if (task === undefined) void main((wanted) => startContender(file, wanted));
  else void contend(JSON.parse(task), measure);
}

/** Rounds of both; nobody always goes first. */
export async function inTurns<R>(rounds: number, round: (name: Contender["name"]) => Promise<R>) {
  const seen = { hub: [] as R[], bare: [] as R[] };
  const order: Contender["name"][] = ["hub", "bare"];
  for (let i = 0; i < rounds; i++) {
    for (const name of order) seen[name].push(await round(name));
    order.reverse();
  }
  return seen;
}

/** The process of one contender: it warms up, then measures a round whenever it is asked to. It ends with the one that started it. */
async function contend<S, R>({ name, servers, sizes, ownSession }: Task<S>, measure: Measure<S, R>): Promise<void> {
  process.once("disconnect", () => process.exit());
  const contender = await (name === "hub" ? theHub(servers) : theBareSdk(servers, ownSession));
  await measure.warmUp(contender, sizes);
  process.on("message", async (wish) => {
    if (wish === "round") process.send?.(await measure.round(contender, sizes));
    else await contender.close().then(() => process.disconnect());
  });
  process.send?.("warm");
}

/** Settles when it is warm. */
async function startContender<S, R>(file: string, task: Task<S>): Promise<ContenderProcess<R>> {
  const child = fork(file, [JSON.stringify(task)], { execArgv: ["--expose-gc"] });
  const ended = once(child, "exit");
  const endedEarly = ended.then(([code]) => {
    throw new Error(`The process of the contender "${task.name}" ended with exit code ${code}.`);
  });
  const next = async () => (await Promise.race([once(child, "message"), endedEarly]))[0];
  await next();
  return {
    round: () => {
      child.send("round");
      return next();
    },
    end: async () => {
      child.send("end");
      await ended;
      await Promise.allSettled([endedEarly]); // it was asked to
    },
  };
}
