import type { ConnectionState } from "./connectionState";
import type { BreakerKind, CatalogCounts, ConfigProblem, HubEvent, HubPhase, Scope, ServerId } from "./hubEvent";

/** A circuit breaker that is not closed, of the whole server or of one tool. */
export interface BreakerView {
  readonly tool?: string;
  readonly state: Exclude<BreakerKind, "closed">;
  /** Milliseconds since the epoch. */
  readonly until?: number;
}

/** The maximum number of breakers per server; those that changed longest ago are dropped first. */
const breakerLimit = 20;

/** The visible state of one server. */
export interface ServerView {
  readonly id: ServerId;
  readonly label: string;
  readonly scope: Scope;
  /** The workspace folder or the file that configures it, if the scope alone does not tell. */
  readonly source?: string;
  readonly state: ConnectionState;
  readonly counts: CatalogCounts;
  /** The account that is signed in; missing if there is none. */
  readonly account?: string | undefined;
  /** The counts come from the last connection; missing if they are current. */
  readonly stale?: true | undefined;
  /** The lists that could not be read, each with the reason as a sentence; missing if all were. */
  readonly missing?: readonly string[] | undefined;
  /** How many calls have started and not ended. */
  readonly inFlight: number;
  /** Breakers that are open or half-open, at most 20; missing if there are none. */
  readonly breakers?: readonly BreakerView[] | undefined;
  /** How many calls are queued; missing if none are. */
  readonly waiting?: number | undefined;
  /** How many calls a minute the server gets since it said "too many"; missing where it is not held back. */
  readonly perMinute?: number | undefined;
}

/** The visible state of the hub: the same value in the extension host and in the panel. */
export interface HubView {
  readonly phase: HubPhase;
  /** In the order of the settings. */
  readonly servers: readonly ServerView[];
  readonly problems: readonly ConfigProblem[];
}

const nothing: CatalogCounts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };

export const emptyView: HubView = { phase: "uninitialized", servers: [], problems: [] };

/** The view after an event: the same fold in the host and in the panel. An event that changes nothing returns the same view. */
export function apply(view: HubView, event: HubEvent): HubView {
  switch (event.type) {
    case "hub.phase":
      return { ...view, phase: event.phase };
    case "config.read":
      return { ...view, problems: event.problems };
    case "server.added":
      return added(view, event);
    case "server.removed":
      return { ...view, servers: view.servers.filter(({ id }) => id !== event.server) };
    case "server.order":
      return { ...view, servers: ordered(view.servers, event.servers) };
    case "server.state":
      return change(view, event.server, () => ({ state: event.state }));
    case "server.account":
      return change(view, event.server, () => ({ account: event.account }));
    case "server.catalog":
      return change(view, event.server, () => ({
        counts: event.counts,
        stale: event.stale ? true : undefined,
        missing: event.missing,
      }));
    case "call.started":
      return counted(view, event.server, 1);
    case "call.ended":
      return counted(view, event.server, -1);
    case "breaker.changed":
      return change(view, event.server, ({ breakers }) => ({ breakers: afterBreaker(breakers, event) }));
    case "queue.changed":
      return change(view, event.server, () => ({ waiting: event.waiting > 0 ? event.waiting : undefined }));
    case "rate.changed":
      return change(view, event.server, () => ({ perMinute: event.perMinute }));
    case "hub.log":
    case "server.log":
    case "server.notification":
    case "call.progress":
    case "call.retried":
    case "call.task":
    case "server.tasks":
    case "question.asked":
    case "question.answered":
    case "pin.added":
    case "pin.changed":
    case "pin.accepted":
    case "grant.added":
    case "grant.revoked":
    case "grant.forgotten":
    case "launch.decided":
    case "server.trusted":
    case "choice.changed":
    case "server.signedIn":
    case "server.signedOut":
    case "server.signInFailed":
    case "server.refused":
    case "server.ping":
    case "config.changed":
    case "wire.message":
      return view;
  }
}

function added(view: HubView, event: Extract<HubEvent, { type: "server.added" }>): HubView {
  const place = { label: event.label, scope: event.scope, ...(event.source !== undefined && { source: event.source }) };
  if (view.servers.some(({ id }) => id === event.server)) return change(view, event.server, () => place);
  const state: ConnectionState = { kind: "stopped", reason: "not-started" };
  const server: ServerView = { id: event.server, ...place, state, counts: nothing, inFlight: 0 };
  return { ...view, servers: [...view.servers, server] };
}

function afterBreaker(
  before: readonly BreakerView[] = [],
  { tool, state, until }: Extract<HubEvent, { type: "breaker.changed" }>,
): readonly BreakerView[] | undefined {
  const others = before.filter((breaker) => breaker.tool !== tool);
  if (state === "closed") return others.length > 0 ? others : undefined;
  const now: BreakerView = { ...(tool !== undefined && { tool }), state, ...(until !== undefined && { until }) };
  return [...others, now].slice(-breakerLimit);
}

/** Runs twice per call, so it is written out: that takes a third of the time of `change`. */
function counted(view: HubView, id: ServerId, by: 1 | -1): HubView {
  const index = view.servers.findIndex((server) => server.id === id);
  const server = view.servers[index];
  if (!server) return view;
  const servers = view.servers.slice();
  servers[index] = { ...server, inFlight: Math.max(0, server.inFlight + by) };
  return { phase: view.phase, servers, problems: view.problems };
}

function change(view: HubView, id: ServerId, to: (server: ServerView) => Partial<ServerView>): HubView {
  const index = view.servers.findIndex((server) => server.id === id);
  const server = view.servers[index];
  if (!server) return view;
  return { ...view, servers: view.servers.with(index, { ...server, ...to(server) }) };
}

function ordered(servers: readonly ServerView[], order: readonly ServerId[]): readonly ServerView[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const at = ({ id }: ServerView) => place.get(id) ?? order.length;
  return servers.toSorted((a, b) => at(a) - at(b));
}
