import type { Notification, Notifications } from "../../core/hub/notifications";
import type { Disposable } from "../../core/kernel/disposable";
import type { ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { type ServerLogLevel, serverLogLevels } from "../../protocol/serverLogLevel";
import { type Json, notificationMessage } from "./rpc";

interface Route {
  readonly level: ServerLogLevel;
  /** The server that a request of the client is running at; for a client between two requests, all that it sees. */
  readonly at: ServerId | (() => readonly ServerId[]);
  readonly send: (message: string) => void;
}

/**
 * Which client hears a log message of a server. Over a lasting connection nothing says whose request it belongs to: those whose
 * requests are running there hear it, on the streams of these requests; only where there are none, everyone who wants messages does.
 */
export class LogRoutes implements Disposable {
  private readonly routes = new Set<Route>();
  private listening: Disposable | undefined;

  constructor(private readonly notifications: Pick<Notifications, "on">) {}

  add(route: Route): Disposable {
    this.routes.add(route);
    this.listening ??= this.notifications.on({ method: "notifications/message" }, (one) => this.pass(one));
    return {
      dispose: () => {
        this.routes.delete(route);
        if (this.routes.size === 0) this.dispose();
      },
    };
  }

  /** The least severe level that anyone wants of a server. */
  levelFor(server: ServerId): ServerLogLevel | undefined {
    const wanted = new Set([...this.routes].filter(({ at }) => concerns(at, server)).map(({ level }) => level));
    return serverLogLevels.find((level) => wanted.has(level));
  }

  dispose(): void {
    this.listening?.dispose();
    this.listening = undefined;
  }

  private pass({ server, params }: Notification): void {
    if (!isObject(params)) return;
    const severity = serverLogLevels.indexOf(params.level as ServerLogLevel);
    const routes = [...this.routes];
    const running = routes.filter(({ at }) => at === server);
    const heard = running.length > 0 ? running : routes.filter(({ at }) => concerns(at, server));
    let text: string | undefined;
    for (const { level, send } of heard) {
      if (severity < serverLogLevels.indexOf(level)) continue;
      text ??= notificationMessage("notifications/message", params as Json);
      send(text);
    }
  }
}

const concerns = (at: Route["at"], server: ServerId): boolean =>
  typeof at === "string" ? at === server : at().includes(server);

/** A level as a client names it; `undefined` where it is none. */
export const logLevelOf = (value: unknown): ServerLogLevel | undefined =>
  serverLogLevels.find((level) => level === value);
