import type { HubPhase, ServerId } from "../../protocol/hubEvent";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { ServerAccess } from "../calls/serverAccess";
import { type Catalog, type HubTool, type Tool, toolNamed } from "../catalog/catalog";
import { configuredLevel, type ServerDefinition } from "../config/schema/serverDefinition";
import type { HealthRecord } from "../connection/health/health";
import { ServerConnections } from "../connection/serverConnections";
import { initialStopReason } from "../connection/state";
import { neverAborted } from "../kernel/abortSignals";
import { type Disposable, DisposableStore } from "../kernel/disposable";
import { asHubError } from "../kernel/hubError";
import type { ClientAnswers } from "../questions/clientAnswers";
import { HubTasks } from "../tasks/hubTasks";
import { ClientConnections } from "./clientConnections";
import type { Hub, HubPorts } from "./hub";
import { type HubListenerParts, hubListener } from "./hubListener";
import { Leaving } from "./leaving";
import { mergedTools, unknownTool, warnOfAliases } from "./mergedTools";
import { Notifications } from "./notifications";
import { type HubLife, phaseOf } from "./phase";
import { changeEvent, reconcile } from "./reconcile";
import { RememberedServers, unwritten } from "./rememberedServers";
import { serverAccess } from "./serverAccess";
import { hubClosed, serverEvents, unknownServer } from "./serverEvents";
import { type RunIfReady, Subscriptions } from "./subscriptions";
import { watchForWake } from "./wakeWatch";

/** The hub of this process: the map of connections is its only mutable collection that matters. */
export class LocalHub implements Hub {
  readonly notifications: Notifications;
  readonly tasks: HubTasks;
  /** The last step to each server, for the path of requests alone. */
  readonly servers: ServerAccess;
  /** The servers as they are configured now, in the order of the settings. */
  readonly definitions = (): readonly ServerDefinition[] => [...this.connections.values()].map((one) => one.definition);
  private readonly connections = new Map<ServerId, ServerConnections>();
  readonly clients: ClientConnections;
  private readonly leaving = new Leaving();
  private life: HubLife = "new";
  private phase: HubPhase = "uninitialized";
  private merged: readonly HubTool[] | undefined;
  private readonly watches = new DisposableStore();
  private readonly subscriptions: Subscriptions;
  private readonly remembered: RememberedServers | undefined;
  private readonly listening: HubListenerParts;

  constructor(private readonly ports: HubPorts) {
    const { publish } = ports;
    const report = (error: unknown) => publish({ type: "hub.log", level: "error", text: asHubError(error).message });
    this.notifications = new Notifications(ports.clock, report);
    const existing = this.existing.bind(this);
    this.tasks = new HubTasks(ports, existing);
    this.clients = new ClientConnections({
      ...ports,
      listenerOf: (server, client) => serverEvents(server, publish, this.notifications, client),
      logLevel: (server) => this.subscriptions.levelOf(server),
      leaving: (gone) => this.leaving.add(gone),
      report,
    });
    this.servers = serverAccess(this, existing, this.tasks, this.clients);
    const run: RunIfReady = async (server, work) => {
      if (this.connections.get(server)?.state.kind === "ready")
        await this.existing(server).run(undefined, neverAborted, work);
    };
    const definition = (server: ServerId) => this.connections.get(server)?.definition;
    this.subscriptions = new Subscriptions(run, publish, (server) => configuredLevel(definition(server)));
    this.remembered = ports.state && new RememberedServers(ports.state, (error) => publish(unwritten(error)));
    this.listening = {
      ...{ publish, notifications: this.notifications, subscriptions: this.subscriptions },
      ...{ tasks: this.tasks, remembered: this.remembered },
      ...{ definition },
      ready: (server) => this.clients.ready(existing(server)),
      stateChanged: () => this.updatePhase(),
      catalogChanged: () => {
        this.merged = undefined;
      },
    };
  }

  configure(definitions: readonly ServerDefinition[]): void {
    if (this.isOver) return;
    if (this.life === "new") this.watches.add(watchForWake(this.ports, () => this.wake()));
    this.life = "configured";
    const changes = reconcile(this.definitions(), definitions);
    const { added, removed, changed, relabeled } = changes;
    const releveled = relabeled.filter((one) => configuredLevel(one) !== configuredLevel(this.definition(one.id)));
    for (const { id } of removed) {
      this.drop(id);
      for (const part of [this.subscriptions, this.tasks, this.notifications]) part.forget(id);
      this.ports.publish({ type: "server.removed", server: id });
    }
    for (const definition of relabeled) this.existing(definition.id).relabel(definition);
    for (const { id } of releveled) for (const part of [this.subscriptions, this.clients]) part.levelChanged(id);
    for (const definition of changed) this.adopt(definition, this.drop(definition.id));
    for (const definition of added) this.adopt(definition, Promise.resolve());
    for (const definition of relabeled) {
      this.announce(definition);
      warnOfAliases(this.ports.publish, definition, this.catalog(definition.id));
    }
    this.reorder(definitions);
    const event = changeEvent(changes);
    if (event) this.ports.publish(event);
    this.updatePhase();
  }

  definition(server: ServerId): ServerDefinition {
    return this.existing(server).definition;
  }

  catalog(server: ServerId, answers?: ClientAnswers): Catalog {
    return this.connectionsFor(server, answers).catalog;
  }

  tools(): readonly HubTool[] {
    this.merged ??= mergedTools(this.connections.values());
    return this.merged;
  }

  async tool(server: ServerId, name: string, signal: AbortSignal, answers?: ClientAnswers): Promise<Tool> {
    await this.existing(server).whenReady(signal);
    const connection = this.connectionsFor(server, answers);
    await connection.whenReady(signal);
    const tool = toolNamed(connection.catalog, name);
    if (tool) return tool;
    throw unknownTool(server, name, connection.catalog.tools);
  }

  toolNow(server: ServerId, name: string, answers?: ClientAnswers): Tool | undefined {
    const connection = this.connections.has(server) ? this.connectionsFor(server, answers) : undefined;
    return connection?.isUp ? toolNamed(connection.catalog, name) : undefined;
  }

  health(server: ServerId): HealthRecord {
    return this.existing(server).health;
  }

  async connect(server: ServerId): Promise<void> {
    const connection = this.existing(server);
    this.remembered?.setStopped(connection.definition, false);
    connection.start();
    await connection.whenReady(neverAborted);
  }

  async disconnect(server: ServerId): Promise<void> {
    const connection = this.existing(server);
    this.remembered?.setStopped(connection.definition, true);
    this.clients.forget(server);
    await connection.stop("person");
  }

  async restart(server: ServerId): Promise<void> {
    this.clients.forget(server);
    await this.existing(server).stop("person");
    await this.connect(server);
  }

  subscribe(server: ServerId, uri: string, answers?: ClientAnswers): Disposable {
    const shared = this.existing(server);
    const isOwn = answers && this.clients.hasOwn(answers);
    return isOwn ? this.clients.subscribe(shared, answers, uri) : this.subscriptions.subscribe(server, uri);
  }

  async setLogLevel(server: ServerId, level: ServerLogLevel): Promise<void> {
    await this.existing(server).whenReady(neverAborted);
    await this.subscriptions.setLevel(server, level);
    this.clients.levelChanged(server);
  }

  /** The machine slept, or the network changed: remote servers are checked at once, and reconnected where they no longer answer. */
  wake(): void {
    for (const connection of this.connections.values()) connection.wake();
  }

  async ready(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.settled()));
  }

  async close(): Promise<void> {
    if (this.isOver) return;
    this.life = "closing";
    this.watches.dispose();
    this.updatePhase();
    for (const id of [...this.connections.keys()]) this.drop(id);
    await this.leaving.settled();
    this.life = "closed";
    this.notifications.dispose();
    this.updatePhase();
  }

  private get isOver(): boolean {
    return this.life === "closing" || this.life === "closed";
  }

  /** The connections that a client uses: those of all, unless it answers more than the hub does. */
  private connectionsFor(server: ServerId, answers: ClientAnswers | undefined): ServerConnections {
    const shared = this.existing(server);
    return answers ? this.clients.of(shared, answers) : shared;
  }

  private existing(server: ServerId): ServerConnections {
    const connection = this.connections.get(server);
    if (connection) return connection;
    throw this.isOver ? hubClosed(server) : unknownServer(server, [...this.connections.keys()]);
  }

  private adopt(definition: ServerDefinition, before: Promise<void>): void {
    const { ports, remembered } = this;
    const resting = remembered?.isStopped(definition) ? "person" : initialStopReason(definition, ports.options());
    const listener = hubListener(definition.id, this.listening);
    const lastKnown = remembered?.catalogOf(definition);
    const connection = new ServerConnections(definition, ports, listener, resting, lastKnown);
    connection.waitFor(before);
    this.connections.set(definition.id, connection);
    this.announce(definition);
    ports.publish({ type: "server.state", server: definition.id, state: connection.state });
    if (connection.isStale) listener.catalog(connection.catalog, true);
    if (resting === "not-started") connection.start();
  }

  private announce({ id, label, scope, source }: ServerDefinition): void {
    this.ports.publish({ type: "server.added", server: id, label, scope, ...(source !== undefined && { source }) });
  }

  private drop(id: ServerId): Promise<void> {
    const connection = this.existing(id);
    this.connections.delete(id);
    this.merged = undefined;
    connection.dispose();
    this.clients.forget(id);
    return this.leaving.add(connection.gone());
  }

  private reorder(definitions: readonly ServerDefinition[]): void {
    const inOrder = definitions.map(({ id }) => this.existing(id));
    this.connections.clear();
    for (const connection of inOrder) this.connections.set(connection.definition.id, connection);
    this.merged = undefined;
    this.ports.publish({ type: "server.order", servers: definitions.map(({ id }) => id) });
  }

  private updatePhase(): void {
    const states = [...this.connections.values()].map(({ state }) => state);
    const phase = phaseOf(this.life, states);
    if (phase === this.phase) return;
    this.phase = phase;
    this.ports.publish({ type: "hub.phase", phase });
  }
}
