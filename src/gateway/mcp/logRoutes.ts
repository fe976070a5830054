import type { Notification } from "../../core/hub/notifications";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { type ServerLogLevel, serverLogLevels } from "../../protocol/serverLogLevel";
import type { McpParts } from "./mcpParts";
import { type Json, notificationMessage } from "./rpc";

interface Route {
  readonly level: ServerLogLevel;
  /** The server that a request of the client is running at; for a client between two requests, all that it sees. */
  readonly at: ServerId | (() => readonly ServerId[]);
  /** Tells the client from others, as `ClientAnswers.key` does. */
  readonly client: string;
  readonly send: (message: string) => void;
}

/**
 * Which client hears a log message of a server. Over a lasting connection nothing says whose request it belongs to: those whose
 * requests are running there hear it, on the streams of these requests; only where there are none, everyone who wants messages does. What
 * comes over a connection of a single client is for that client alone.
 */
export class LogRoutes implements Disposable {
  private readonly routes = new Set<Route>();
  private readonly following = new DisposableStore();
  /** The level that each server was asked for, until it connects again. */
  private readonly asked = new Map<ServerId, ServerLogLevel>();

  constructor(private readonly parts: Pick<McpParts, "hub" | "stream">) {
    const { hub, stream } = parts;
    this.following.add(hub.notifications.on({ method: "notifications/message" }, (one) => this.pass(one)));
    this.following.add(
      stream.onEvent((event) => {
        if (event.type !== "server.state") return;
        this.asked.delete(event.server);
        if (event.state.kind === "ready") this.askFor(event.server);
      }),
    );
  }

  /** Passes messages on until what it returns is disposed. */
  add(route: Route): Disposable {
    this.routes.add(route);
    for (const server of serversOf(route)) this.askFor(server);
    return { dispose: () => void this.routes.delete(route) };
  }

  dispose(): void {
    this.following.dispose();
    this.routes.clear();
  }

  /** Asks a server for all that anyone wants of it. It is not asked for less when they leave: a level costs nothing. */
  private askFor(server: ServerId): void {
    const { hub, stream } = this.parts;
    const level = this.levelFor(server);
    const asked = this.asked.get(server);
    if (!level || (asked && severityOf(asked) <= severityOf(level))) return;
    if (!stream.view.servers.some(({ id, state }) => id === server && state.kind === "ready")) return;
    this.asked.set(server, level);
    hub.setLogLevel(server, level).catch(() => {}); // a server that knows no levels sends what it likes
  }

  /** The least severe level that anyone wants of a server. */
  private levelFor(server: ServerId): ServerLogLevel | undefined {
    const wanted = new Set([...this.routes].filter((one) => serversOf(one).includes(server)).map(({ level }) => level));
    return serverLogLevels.find((level) => wanted.has(level));
  }

  private pass({ server, client, params }: Notification): void {
    if (!isObject(params) || this.routes.size === 0) return;
    const routes = [...this.routes].filter((route) => client === undefined || route.client === client);
    const running = routes.filter(({ at }) => at === server);
    const heard = running.length > 0 ? running : routes.filter((route) => serversOf(route).includes(server));
    let text: string | undefined;
    for (const { level, send } of heard) {
      if (severityOf(params.level) < severityOf(level)) continue;
      text ??= notificationMessage("notifications/message", params as Json);
      send(text);
    }
  }
}

const serversOf = ({ at }: Route): readonly ServerId[] => (typeof at === "string" ? [at] : at());

const severityOf = (level: unknown): number => serverLogLevels.indexOf(level as ServerLogLevel);

/** A level as a client names it; `undefined` where it is not one. */
export const logLevelOf = (value: unknown): ServerLogLevel | undefined =>
  serverLogLevels.find((level) => level === value);
