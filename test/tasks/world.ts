import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { KeptResults } from "../../src/core/calls/keptResults";
import { newCall } from "../../src/core/calls/toolCall";
import type { LaunchConfig, ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { launchSubject } from "../../src/core/consent/launchSubject";
import type { ChatPorts } from "../../src/core/conversation/chatPorts";
import { asHubError } from "../../src/core/kernel/hubError";
import { MemorySecrets } from "../../src/headless/memoryState";
import { contextHere } from "../support/aComposedHub";
import { definition } from "../support/fakeLink";
import { stopChild } from "../support/fixtures";
import { type TaskServer as StartedTaskServer, startTaskServer } from "../support/taskServer";
import { until } from "../support/until";
import { WholeGateway } from "../support/wholeGateway";
import type { Door, Place, TaskServer } from "./task";

/** Rules that the tasks are about: by server, as a person would write them. */
const options: Options = {
  ...defaultOptions,
  approval: "never",
  chatMaxTurns: 60,
  connectAttempts: 1,
  retries: 0,
  policy: [
    { do: "deny", server: "walled" },
    { do: "ask", server: "defect" },
  ],
};

/** A real hub with the servers of some tasks, each a process of its own, and its gateway. */
export class World implements Place {
  private readonly folder = mkdtempSync(join(tmpdir(), "hub-tasks-"));
  private readonly children: ChildProcess[] = [];
  private readonly definitions = new Map<string, ServerDefinition>();
  private readonly values = new Map<string, string>();
  private readonly taskServers = new Map<string, StartedTaskServer>();
  private readonly kept = new KeptResults();
  private opened: WholeGateway | undefined;

  private constructor(
    readonly door: Door,
    private readonly servers: Readonly<Record<string, TaskServer>>,
  ) {}

  static async open(door: Door, servers: Readonly<Record<string, TaskServer>>): Promise<World> {
    const world = new World(door, servers);
    await world.start();
    return world;
  }

  get gateway(): WholeGateway {
    if (!this.opened) throw new Error("The world is not open.");
    return this.opened;
  }

  /** What the chat gets of the hub; `codes` hears of every failure, for which the chat has only words. */
  chat(codes: string[]): ChatPorts {
    const { hub, stream, requests, pins, read } = this.gateway.composed;
    const { services } = this.gateway;
    const heard = <T>(work: Promise<T>): Promise<T> =>
      work.catch((error) => {
        codes.push(asHubError(error).code);
        throw error;
      });
    return {
      ...{ hub, stream, kept: this.kept, options: () => options, pins, read },
      requests: {
        ...requests,
        callTool: (call) => heard(requests.callTool(call)),
        readResource: (ask) => heard(requests.readResource(ask)),
      },
      ...(services && {
        services: async () => {
          const door = await services();
          return { ...door, call: (call) => heard(door.call(call)) };
        },
      }),
    };
  }

  did(server: string, what: string): readonly Readonly<Record<string, unknown>>[] {
    const file = this.journal(server);
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    return lines
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
      .filter(({ did }) => did === what);
  }

  async change(server: string, change: Partial<TaskServer>): Promise<void> {
    this.definitions.set(server, await this.defined(server, { ...this.servers[server], ...change }));
    this.configure();
    await this.reconnect(server);
  }

  async allow(server: string): Promise<void> {
    const definition = this.definitions.get(server);
    const subject = definition && launchSubject(definition);
    if (subject) await this.gateway.composed.launches.consent.decide(server, subject, true);
    await this.reconnect(server);
  }

  async enter(server: string, input: string, value: string): Promise<void> {
    this.values.set(input, value);
    await this.reconnect(server);
  }

  async reconnect(server: string): Promise<void> {
    await this.gateway.composed.hub.restart(server);
    await this.gateway.composed.hub.connect(server);
  }

  async stopCall(server: string): Promise<void> {
    const started = () =>
      this.gateway.events.findLast((event) => event.type === "call.started" && event.server === server);
    await until(`a call runs on ${server}`, () => (this.taskServers.get(server)?.begun.length ?? 0) > 0);
    const event = started();
    if (event?.type === "call.started") this.gateway.composed.hub.tasks.cancel(event.call);
  }

  async call(server: string, tool: string, args: Readonly<Record<string, unknown>>): Promise<void> {
    const call = newCall({ server, tool, args, caller: { door: "module" }, signal: new AbortController().signal });
    await this.gateway.composed.requests.callTool(call).catch(() => undefined);
    await this.gateway.composed.hub.connect(server); // what ended because of it is back
  }

  async close(): Promise<void> {
    await this.opened?.close();
    await Promise.all([...this.children.map(stopChild), ...[...this.taskServers.values()].map((one) => one.stop())]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async start(): Promise<void> {
    for (const [name, server] of Object.entries(this.servers))
      this.definitions.set(name, await this.defined(name, server));
    this.opened = await WholeGateway.start(
      {},
      {
        options,
        services: true,
        report: () => {}, // the task of a defect makes one
        ports: {
          kept: this.kept,
          ask: () => () => Promise.reject(new TypeError("a defect of the hub")),
          askLaunch: () => async () => [],
          variables: {
            variableContext: contextHere,
            secrets: new MemorySecrets(),
            parseEnv,
            ask: async ({ name }) => this.values.get(name),
          },
        },
      },
    );
    this.configure();
    const { hub } = this.gateway.composed;
    const awaited = Object.entries(this.servers).filter(([, { unready }]) => !unready);
    await Promise.all(awaited.map(([name]) => hub.connect(name)));
    await hub.ready();
  }

  private configure(): void {
    this.gateway.composed.hub.configure([...this.definitions.values()]);
  }

  private journal(server: string): string {
    return join(this.folder, `${server}.jsonl`);
  }

  private async defined(name: string, server: TaskServer): Promise<ServerDefinition> {
    const config = await this.config(name, server);
    return definition(name, {
      entry: { kind: "valid", config },
      enabled: config.enabled !== false,
      ...server.definition,
    });
  }

  private async config(name: string, { as, fault, notes, http, tasks, entry = {} }: TaskServer): Promise<LaunchConfig> {
    if (tasks) {
      const started = await startTaskServer();
      this.taskServers.set(name, started);
      return { url: started.url };
    }
    if (as === undefined) return entry as LaunchConfig;
    const switches = [
      `--as=${as}`,
      `--journal=${this.journal(name)}`,
      ...(fault ? [`--fault=${fault}`] : []),
      ...(notes ? ["--notes"] : []),
    ];
    const args = ["test/tasks/servers/recordedServer.mjs", ...switches];
    if (!http) return { command: process.execPath, args, ...entry } as LaunchConfig;
    const child = spawn(process.execPath, [...args, "--http"], { stdio: ["ignore", "pipe", "inherit"] });
    this.children.push(child);
    const [port] = await once(child.stdout, "data");
    return { url: `http://127.0.0.1:${String(port).trim()}/mcp`, ...entry } as LaunchConfig;
  }
}
