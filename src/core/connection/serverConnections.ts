import { type ConnectionState, type StopReason, startsWhenUsed } from "../../protocol/connectionState";
import type { Catalog, Tool } from "../catalog/catalog";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { ChangeSignal } from "../kernel/changeSignal";
import type { Disposable } from "../kernel/disposable";
import { abortError, HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { Connection } from "./connection";
import type { ConnectionListener, ConnectionPorts } from "./connectionPorts";
import type { HealthRecord } from "./health/health";
import type { Link } from "./link";
import { connectionsOf, inCommon, sameSchema } from "./replicas";
import { isAway, isTrying, unavailable } from "./state";

type ReplicaGroup = readonly Connection[];

/**
 * All lines to one server: `connections` at each place, the entry's own and its `replicas`. To the hub they are one server with one
 * state and one catalog, those of the line that is used. Most servers have one line.
 */
export class ServerConnections implements Disposable {
  private readonly places: readonly ReplicaGroup[];
  private readonly lines: readonly Connection[];
  private readonly only: Connection | undefined;
  /** The place in use: kept until it is unhealthy. */
  private chosen = 0;
  private turn = 0;
  /** What the entry's own place offers, or offered last: the schemas that calls are made for. */
  private reference: Catalog | undefined;
  private wanted = false;
  private letGo = false;
  private told: { readonly state: ConnectionState; readonly catalog: Catalog; readonly stale: boolean };
  private readonly changes = new ChangeSignal();

  constructor(
    private defined: ServerDefinition,
    ports: ConnectionPorts,
    private readonly listener: ConnectionListener,
    resting: StopReason,
    lastKnown?: Catalog,
  ) {
    const places = connectionsOf(defined);
    this.places = places.map((lines, place) =>
      lines.map((line, number) => {
        const name = places.length * lines.length > 1 ? `[${placeName(place)}, line ${number + 1}] ` : "";
        return new Connection(line, ports, this.listenerOf(name), resting, lastKnown);
      }),
    );
    this.lines = this.places.flat();
    this.only = this.lines.length === 1 ? this.lines[0] : undefined;
    this.told = this.present();
  }

  get definition(): ServerDefinition {
    return this.defined;
  }

  relabel(definition: ServerDefinition): void {
    this.defined = definition;
    for (const [place, lines] of connectionsOf(definition).entries())
      for (const [number, line] of lines.entries()) this.places[place]?.[number]?.relabel(line);
  }

  get state(): ConnectionState {
    return this.told.state;
  }

  get catalog(): Catalog {
    return this.told.catalog;
  }

  get isStale(): boolean {
    return this.told.stale;
  }

  get health(): HealthRecord {
    return this.inUse().health;
  }

  waitFor(before: Promise<void>): void {
    for (const line of this.lines) line.waitFor(before);
  }

  start(): void {
    this.wanted = true;
    const [first = [], ...others] = this.places;
    for (const line of first) line.start();
    if (this.isShared) for (const line of others.flat()) line.start();
  }

  async stop(reason: StopReason): Promise<void> {
    this.wanted = false;
    await Promise.all(this.lines.map((line) => line.stop(reason)));
  }

  /** Whether a line is ready now. */
  get isUp(): boolean {
    return this.only ? this.only.isUp : this.lines.some(isReady);
  }

  /** Settles once a line is ready; rejects with the reason why none is. A server that starts when used is started. */
  async whenReady(signal: AbortSignal): Promise<void> {
    if (this.only) return void (await this.only.whenReady(signal));
    for (let hurried = false; ; hurried = true) {
      if (this.lines.some(isReady)) return;
      if (signal.aborted) throw abortError(signal, `Waiting for "${this.definition.id}"`);
      if (startsWhenUsed(this.state)) this.start();
      if (!this.lines.some(({ state }) => isTrying(state) || (!hurried && isAway(state))))
        throw unavailable(this.definition.id, this.state);
      if (!hurried) for (const line of this.lines) line.hurry();
      await this.changes.next(signal);
    }
  }

  /** Runs one request over one of the lines; for a call, `tool` names the tool whose schema the line must share. */
  run<T>(tool: string | undefined, signal: AbortSignal, work: (link: Link) => Promise<T>): Promise<T> {
    if (this.only) return this.only.run(signal, work);
    return this.whenReady(signal).then(() => this.lineFor(tool).run(signal, work));
  }

  async settled(): Promise<void> {
    while (isTrying(this.state)) await this.changes.next();
  }

  wake(): void {
    for (const line of this.lines) line.wake();
  }

  /** Whether no line will come by itself: the server was stopped, or is no longer part of the hub. */
  get isGone(): boolean {
    return this.letGo || this.state.kind === "stopped";
  }

  dispose(): void {
    this.letGo = true;
    this.wanted = false;
    for (const line of this.lines) line.dispose();
    this.changes.notify();
  }

  async gone(): Promise<void> {
    await Promise.all(this.lines.map((line) => line.gone()));
  }

  private get isShared(): boolean {
    const { entry } = this.definition;
    return entry.kind === "valid" && entry.config.balance === "round-robin";
  }

  /** The least busy of the lines that take the call: at the place in use, or at each place in turn. */
  private lineFor(name: string | undefined): Connection {
    const listed = name === undefined ? undefined : this.catalog.tools.find((tool) => tool.name === name);
    const takes = (line: Connection) =>
      isReady(line) && (name === undefined || (listed !== undefined && offers(line, listed)));
    const inOrder = this.isShared
      ? this.places.map((_, index) => (index + this.turn) % this.places.length)
      : [this.chosen, ...this.places.keys()];
    if (this.isShared) this.turn++;
    for (const index of inOrder) {
      const [line] = (this.places[index] ?? []).filter(takes).sort((a, b) => a.inFlight - b.inFlight);
      if (line) return line;
    }
    const what = safeLine(name ?? "", 80);
    const message = `No line to "${this.definition.id}" that is ready takes "${what}" as it is listed. Restart the server to list its tools anew.`;
    throw new HubError("not-connected", message, { sent: "no" });
  }

  private inUse(): Connection {
    const [first] = (this.places[this.chosen] ?? []).toSorted((a, b) => rank(a) - rank(b));
    if (first) return first;
    throw new HubError("internal", `"${this.definition.id}" has no line. Please report it with the MCP Hub log.`);
  }

  /** A replica shows only what it has in common with the entry's own place, once that one's list is known. */
  private present() {
    const { state, catalog, isStale } = this.inUse();
    if (this.chosen === 0) {
      if (catalog.tools.length > 0) this.reference = catalog;
    } else if (this.reference) return { state, catalog: inCommon(catalog, this.reference), stale: isStale };
    return { state, catalog, stale: isStale };
  }

  /** A line has changed: another place may be the one to use, and a replica may have to stand in. */
  private update(): void {
    if (!this.places[this.chosen]?.some(isHealthy)) {
      const healthy = this.places.findIndex((place) => place.some(isHealthy));
      if (healthy >= 0) this.chosen = healthy;
    }
    const before = this.told;
    this.told = this.present();
    const { state, catalog, stale } = this.told;
    if (catalog !== before.catalog || stale !== before.stale) this.listener.catalog(catalog, stale);
    if (state !== before.state) this.listener.state(state);
    this.changes.notify();
    if (this.wanted) this.standIn();
  }

  private standIn(): void {
    for (const [index, place] of this.places.entries()) {
      if (!place.every(isTroubled)) return;
      for (const line of this.places[index + 1] ?? []) if (line.state.kind === "stopped") line.start();
    }
  }

  private listenerOf(name: string): ConnectionListener {
    const update = () => this.update();
    return {
      state: update,
      catalog: update,
      log: (level, from, text) => this.listener.log(level, from, `${name}${text}`),
      notification: (method, params) => this.listener.notification(method, params),
    };
  }
}

const placeName = (place: number): string => (place === 0 ? "primary" : `replica ${place}`);

const isReady = ({ state }: Connection): boolean => state.kind === "ready";

const isHealthy = ({ state }: Connection): boolean => state.kind === "ready" && state.health?.kind !== "failing";

/** Not ready, and not merely on its first way up. */
const isTroubled = ({ state }: Connection): boolean =>
  state.kind === "waiting" || state.kind === "failed" || state.kind === "needs-auth";

const offers = ({ catalog }: Connection, wanted: Tool): boolean => {
  const tool = catalog.tools.find(({ name }) => name === wanted.name);
  return tool !== undefined && sameSchema(tool, wanted);
};

const ranks = { ready: 0, starting: 1, waiting: 2, "needs-auth": 3, failed: 4, stopped: 5 } as const;
const rank = ({ state }: Connection): number => ranks[state.kind];
