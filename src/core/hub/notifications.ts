import type { ServerId } from "../../protocol/hubEvent";
import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import { Emitter } from "../kernel/emitter";
import { safeData, safeLine } from "../kernel/redact";

/** What a server sent on its own. */
export interface Notification {
  readonly server: ServerId;
  /** The client whose own connection it came over (`ClientAnswers.key`); missing: the connection that all share. */
  readonly client?: string;
  readonly method: string;
  /** As the server sent it, secrets masked; `undefined` where there was nothing, or too much (`omitted`). */
  readonly params: unknown;
  /** The params were larger than 256,000 characters and are left out. */
  readonly omitted?: true;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Which notifications: of one server, of one method, of both, or all. */
export interface NotificationFilter {
  readonly server?: ServerId;
  readonly method?: string;
}

/** The largest params that are kept, in characters. */
const paramsLimit = 256_000;

/** What is kept of one server. */
export interface HistoryLimits {
  readonly count: number;
  readonly characters: number;
}

const defaults: HistoryLimits = { count: 1000, characters: 4_000_000 };

interface Kept {
  readonly notification: Notification;
  readonly characters: number;
}

/** The latest of one server. */
interface History {
  /** Oldest first, from `first` on. What lies before it is let go together: to move a thousand for each that comes took a third of its time. */
  kept: (Kept | undefined)[];
  first: number;
  characters: number;
}

/** The notifications of all servers as data: passed to listeners, and the latest of each server kept. */
export class Notifications implements Disposable {
  private readonly emitter: Emitter<Notification>;
  private readonly histories = new Map<ServerId, History>();

  constructor(
    private readonly clock: Pick<Clock, "now">,
    onListenerError: (error: unknown) => void,
    private readonly limits: HistoryLimits = defaults,
  ) {
    this.emitter = new Emitter(onListenerError);
  }

  /** Hears those that fit the filter from now on. */
  on(filter: NotificationFilter, listener: (notification: Notification) => void): Disposable {
    return this.emitter.event((notification) => {
      if (fits(filter, notification)) listener(notification);
    });
  }

  /** The latest that fit the filter, oldest first: at most 1,000 of each server, and 4 million characters. */
  history(filter: NotificationFilter = {}): readonly Notification[] {
    const histories = filter.server === undefined ? [...this.histories.values()] : [this.histories.get(filter.server)];
    return histories
      .flatMap((history) => history?.kept.flatMap((kept) => (kept ? [kept.notification] : [])) ?? [])
      .filter((notification) => fits(filter, notification))
      .sort((a, b) => a.at - b.at);
  }

  publish(server: ServerId, method: string, params: unknown, client?: string): void {
    const safe = safeData(params, paramsLimit);
    const about = { server, method: safeLine(method), at: this.clock.now(), ...(client !== undefined && { client }) };
    const notification: Notification = safe
      ? { ...about, params: safe.data }
      : { ...about, params: undefined, omitted: true };
    this.keep(notification, (safe?.characters ?? 0) + method.length);
    this.emitter.fire(notification);
  }

  /** The server is no longer part of the hub. */
  forget(server: ServerId): void {
    this.histories.delete(server);
  }

  dispose(): void {
    this.emitter.dispose();
  }

  private keep(notification: Notification, characters: number): void {
    const history = this.histories.get(notification.server) ?? { kept: [], first: 0, characters: 0 };
    this.histories.set(notification.server, history);
    const { kept } = history;
    kept.push({ notification, characters });
    history.characters += characters;
    while (kept.length - history.first > this.limits.count || history.characters > this.limits.characters) {
      history.characters -= kept[history.first]?.characters ?? 0;
      kept[history.first++] = undefined;
    }
    if (history.first <= this.limits.count) return;
    history.kept = kept.slice(history.first);
    history.first = 0;
  }
}

const fits = ({ server, method }: NotificationFilter, notification: Notification): boolean =>
  (server === undefined || notification.server === server) && (method === undefined || notification.method === method);
