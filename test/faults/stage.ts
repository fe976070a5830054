import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Options } from "../../src/core/config/schema/settings";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import type { ConnectionState } from "../../src/protocol/connectionState";
import { type Journaled, stopChild } from "../support/fixtures";

export type Transport = "stdio" | "http";

/** A fixture server as a hub is told of it, and what it can be asked from outside. */
export interface Staged {
  readonly entry: Readonly<Record<string, unknown>>;
  /** Ends its process as another program would; settles when it is gone. On stdio that is the hub's process for `name`. */
  crash(hub: HeadlessHub, name?: string): Promise<void>;
  /** Stops its process without ending it; `thaw` lets it go on, where it still is. */
  freeze(hub: HeadlessHub, name?: string): Promise<void>;
  thaw(): Promise<void>;
  /** HTTP: its process starts again, on the same port; settles when it listens. On stdio the hub does that. */
  comeBack(): Promise<void>;
  /** From now on its process is started again whenever it ends, as a person's or a platform's supervisor would. */
  keepUp(): void;
  /** How often each key took effect (`count`), all processes together. */
  done(): ReadonlyMap<string, number>;
  /** How often a call that named a fault arrived, by its key. */
  tries(): ReadonlyMap<string, number>;
  /** What the server got since it started (HTTP): one line for each request. */
  requests(): Promise<readonly Journaled[]>;
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Settles once something holds; the test's own limit ends a vain wait. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(2);
}

/** How long some work took, in milliseconds. */
export async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export const stateOf = (hub: HeadlessHub, server: string): ConnectionState | undefined =>
  hub.status().servers.find(({ id }) => id === server)?.state;

export const isReady = (hub: HeadlessHub, server = "server"): boolean => stateOf(hub, server)?.kind === "ready";

/** The process of a server on stdio that is ready. */
export const pidOf = (hub: HeadlessHub, server = "server"): number | undefined => {
  const state = stateOf(hub, server);
  return state?.kind === "ready" ? state.info.pid : undefined;
};

/** Hubs with all layers on, and real fixture servers on both transports, all of one test. */
export class Stage {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "hub-faults-"));
  private readonly hubs: HeadlessHub[] = [];
  private readonly children = new Set<ChildProcess>();
  private journals = 0;
  private closed = false;

  /** The tools `look` and `echo` are said to change nothing; no other is safe to send twice. */
  async server(transport: Transport, ...switches: readonly string[]): Promise<Staged> {
    const journal = path.join(this.folder, `journal-${++this.journals}`);
    const all = [...switches, `--journal=${journal}`];
    const common = {
      done: () => counted(journal, "done"),
      tries: () => counted(journal, "try"),
    };
    const settings = { readOnly: ["look", "echo"] };
    return transport === "stdio"
      ? { ...common, ...onStdio(), entry: { command: process.execPath, args: [stdioFixture, ...all], ...settings } }
      : { ...common, ...(await this.overHttp(all, settings)) };
  }

  /** A hub of these servers; it is ready when it has been waited for. */
  hub(servers: Readonly<Record<string, Staged | object>>, options: Partial<Options> = {}): HeadlessHub {
    const entries = Object.entries(servers).map(([name, one]) => [name, "entry" in one ? one.entry : one]);
    const hub = createHub({ servers: Object.fromEntries(entries), options });
    this.hubs.push(hub);
    return hub;
  }

  /** A hub with one server, named "server", once it is ready. */
  async ready(server: Staged, options: Partial<Options> = {}, more: object = {}): Promise<HeadlessHub> {
    const hub = this.hub({ server: { ...server.entry, ...more } }, options);
    await until(() => isReady(hub));
    return hub;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.hubs.splice(0).map((hub) => hub.close()));
    await Promise.all([...this.children].map(stopChild));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async overHttp(switches: readonly string[], settings: object) {
    let running = await this.listen(switches);
    const { port } = running;
    const comeBack = async () => {
      await stopChild(running.child);
      if (!this.closed) running = await this.listen([...switches, `--port=${port}`]);
    };
    const keepUp = () => {
      running.child.once("exit", () => void comeBack().then(keepUp));
    };
    return {
      entry: { type: "http", url: `http://127.0.0.1:${port}/mcp`, ...settings },
      crash: () => stopChild(running.child),
      freeze: async () => void running.child.kill("SIGSTOP"),
      thaw: async () => void running.child.kill("SIGCONT"),
      comeBack,
      keepUp,
      requests: async () => (await fetch(`http://127.0.0.1:${port}/journal`)).json() as Promise<readonly Journaled[]>,
    };
  }

  private async listen(switches: readonly string[]): Promise<{ child: ChildProcess; port: number }> {
    const args = ["test/support/fixtureHttpServer.mjs", ...switches];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
    this.children.add(child);
    child.once("exit", () => this.children.delete(child));
    const [port] = await once(child.stdout, "data");
    return { child, port: Number(port) };
  }
}

const stdioFixture = "test/support/fixtureServer.mjs";

/** The process is the hub's: it starts and restarts it by itself. */
function onStdio() {
  const frozen = new Set<number>();
  const signal = (pid: number, name: NodeJS.Signals) => isRunning(pid) && process.kill(pid, name);
  return {
    async crash(hub: HeadlessHub, name = "server"): Promise<void> {
      const pid = pidOf(hub, name);
      if (pid === undefined) return;
      signal(pid, "SIGKILL");
      await until(() => !isRunning(pid));
    },
    async freeze(hub: HeadlessHub, name = "server"): Promise<void> {
      const pid = pidOf(hub, name);
      if (pid === undefined) return;
      frozen.add(pid);
      signal(pid, "SIGSTOP");
    },
    async thaw(): Promise<void> {
      for (const pid of frozen) signal(pid, "SIGCONT");
      frozen.clear();
    },
    keepUp: () => {},
    comeBack: async () => {},
    requests: async () => [],
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // there is no such process anymore
  }
}

function counted(journal: string, word: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of readIfThere(journal).split("\n")) {
    const [first, key = ""] = line.split(" ");
    if (first === word) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** A server that has done nothing has written nothing. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
