import type { ConnectionState } from "../protocol/connectionState";
import type { HubEvent, HubPhase, ServerId } from "../protocol/hubEvent";
import type { Handler } from "./calls/toolCall";
import { type Catalog, countsOf, type Tool } from "./catalog/catalog";
import { modelName } from "./catalog/modelName";
import type { ServerDefinition } from "./config/serverDefinition";
import { Connection, type ConnectionListener, type ConnectionPorts } from "./connection/connection";
import type { Hub, HubTool } from "./hub";
import { HubError } from "./hubError";
import { type HubLife, phaseOf } from "./phase";
import { reconcile } from "./reconcile";
import { safeJson, safeLine, safeText } from "./redact";
import { inWords, withinTime } from "./timeLimit";

/** Bounds of what a server may put into one event, in characters. */
const logLimit = 4000;
const paramsLimit = 4000;

export interface HubPorts extends ConnectionPorts {
  readonly publish: (event: HubEvent) => void;
}

/** The hub of this process: the map of connections is its only mutable collection that matters. */
export class LocalHub implements Hub {
  private readonly connections = new Map<ServerId, Connection>();
  private readonly leaving = new Set<Promise<void>>();
  private life: HubLife = "new";
  private phase: HubPhase = "uninitialized";
  private merged: readonly HubTool[] | undefined;

  constructor(private readonly ports: HubPorts) {}

  configure(definitions: readonly ServerDefinition[]): void {
    if (this.life === "closing" || this.life === "closed") return;
    this.life = "configured";
    const before = [...this.connections.values()].map(({ definition }) => definition);
    const { added, removed, changed, relabeled } = reconcile(before, definitions);

    for (const { id } of removed) {
      this.drop(id);
      this.ports.publish({ type: "server.removed", server: id });
    }
    for (const definition of relabeled) this.existing(definition.id).relabel(definition);
    for (const definition of changed) this.adopt(definition, this.drop(definition.id));
    for (const definition of added) this.adopt(definition, Promise.resolve());
    for (const definition of relabeled) this.announce(definition);
    this.reorder(definitions);
    this.rephase();
  }

  definition(server: ServerId): ServerDefinition {
    return this.existing(server).definition;
  }

  catalog(server: ServerId): Catalog {
    return this.existing(server).catalog;
  }

  tools(): readonly HubTool[] {
    this.merged ??= merge([...this.connections.values()]);
    return this.merged;
  }

  async tool(server: ServerId, name: string, signal: AbortSignal): Promise<Tool> {
    const connection = this.existing(server);
    await connection.whenReady(signal);
    const tool = connection.catalog.tools.find((offered) => offered.name === name);
    if (tool) return tool;
    const message = `"${server}" has no tool "${safeLine(name, 80)}". ${offers(connection.catalog.tools)}`;
    throw new HubError("unknown-tool", message);
  }

  async connect(server: ServerId): Promise<void> {
    const connection = this.existing(server);
    connection.start();
    await connection.whenReady(new AbortController().signal);
  }

  async disconnect(server: ServerId): Promise<void> {
    await this.existing(server).stop("person");
  }

  async restart(server: ServerId): Promise<void> {
    await this.disconnect(server);
    await this.connect(server);
  }

  readonly send: Handler = async (call) => {
    const link = await this.existing(call.server).whenReady(call.signal);
    return link.callTool(call.tool, call.args, call);
  };

  readResource: Hub["readResource"] = (server, uri, options) =>
    this.inTime(`Reading "${safeLine(uri)}" from "${server}"`, options.signal, async (signal, extend) => {
      const link = await this.existing(server).whenReady(signal);
      return link.readResource(uri, { signal, onProgress: extend });
    });

  getPrompt: Hub["getPrompt"] = (server, name, args, options) =>
    this.inTime(`Getting "${safeLine(name)}" from "${server}"`, options.signal, async (signal, extend) => {
      const link = await this.existing(server).whenReady(signal);
      return link.getPrompt(name, args, { signal, onProgress: extend });
    });

  async ready(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.settled()));
  }

  async close(): Promise<void> {
    if (this.life === "closing" || this.life === "closed") return;
    this.life = "closing";
    this.rephase();
    for (const id of [...this.connections.keys()]) this.drop(id);
    await Promise.all(this.leaving);
    this.life = "closed";
    this.rephase();
  }

  private existing(server: ServerId): Connection {
    const connection = this.connections.get(server);
    if (connection) return connection;
    const known = [...this.connections.keys()];
    const hint = known.length > 0 ? `Known servers: ${known.join(", ")}.` : "No server is configured.";
    throw new HubError("unknown-server", `There is no server "${safeLine(server, 80)}". ${hint}`);
  }

  private adopt(definition: ServerDefinition, before: Promise<void>): void {
    const connection = new Connection(definition, this.ports, this.listenerOf(definition.id));
    connection.waitFor(before);
    this.connections.set(definition.id, connection);
    this.announce(definition);
    this.ports.publish({ type: "server.state", server: definition.id, state: connection.state });
    connection.start();
  }

  private announce({ id, label, scope, source }: ServerDefinition): void {
    this.ports.publish({ type: "server.added", server: id, label, scope, ...(source !== undefined && { source }) });
  }

  private drop(id: ServerId): Promise<void> {
    const connection = this.existing(id);
    this.connections.delete(id);
    this.merged = undefined;
    connection.dispose();
    const gone = connection.gone().finally(() => this.leaving.delete(gone));
    this.leaving.add(gone);
    return gone;
  }

  private reorder(definitions: readonly ServerDefinition[]): void {
    const inOrder = definitions.map(({ id }) => [id, this.existing(id)] as const);
    this.connections.clear();
    for (const [id, connection] of inOrder) this.connections.set(id, connection);
    this.merged = undefined;
    this.ports.publish({ type: "server.order", servers: inOrder.map(([id]) => id) });
  }

  private listenerOf(server: ServerId): ConnectionListener {
    const { publish } = this.ports;
    return {
      state: (state: ConnectionState) => {
        publish({ type: "server.state", server, state: bounded(state) });
        this.rephase();
      },
      catalog: (catalog) => {
        this.merged = undefined;
        publish({ type: "server.catalog", server, counts: countsOf(catalog) });
      },
      log: (level, from, text) => publish({ type: "server.log", server, level, from, text: safeText(text, logLimit) }),
      notification: (method, params) =>
        publish({
          type: "server.notification",
          server,
          method: safeLine(method),
          params: safeJson(params, paramsLimit),
        }),
    };
  }

  private rephase(): void {
    const phase = phaseOf(
      this.life,
      [...this.connections.values()].map(({ state }) => state),
    );
    if (phase === this.phase) return;
    this.phase = phase;
    this.ports.publish({ type: "hub.phase", phase });
  }

  private inTime<T>(
    what: string,
    signal: AbortSignal,
    work: (signal: AbortSignal, extend: () => void) => Promise<T>,
  ): Promise<T> {
    const { callTimeoutSeconds, callLimitSeconds } = this.ports.options();
    const onTimeout = (ms: number) =>
      new HubError(
        "timeout",
        `${what} took longer than ${inWords(ms)}. See the server's log, or raise mcpHub.callTimeoutSeconds.`,
      );
    const limits = { idleMs: callTimeoutSeconds * 1000, totalMs: callLimitSeconds * 1000 };
    return withinTime({ clock: this.ports.clock, signal, what, onTimeout, ...limits }, work);
  }
}

/** All tools under their model names. Should two names ever meet, the first keeps it and the other is left out. */
function merge(connections: readonly Connection[]): readonly HubTool[] {
  const byName = new Map<string, HubTool>();
  for (const { definition, catalog } of connections)
    for (const tool of catalog.tools) {
      const name = modelName(definition.id, tool.name);
      if (!byName.has(name)) byName.set(name, { modelName: name, server: definition.id, tool });
    }
  return [...byName.values()];
}

function offers(tools: readonly Tool[]): string {
  if (tools.length === 0) return "It offers no tools.";
  const names = tools.slice(0, 10).map(({ name }) => safeLine(name, 64));
  return `It offers ${names.join(", ")}${tools.length > names.length ? ` and ${tools.length - names.length} more` : ""}.`;
}

/** A state as it may enter the stream: texts that a server had a part in are cleaned and cut. */
function bounded(state: ConnectionState): ConnectionState {
  if ("error" in state)
    return { ...state, error: { ...state.error, message: safeText(state.error.message, logLimit) } };
  if (state.kind !== "ready") return state;
  const { name, version, instructions, ...info } = state.info;
  return {
    ...state,
    info: {
      ...info,
      name: safeLine(name),
      version: safeLine(version),
      ...(instructions !== undefined && { instructions: safeText(instructions, logLimit) }),
    },
  };
}
