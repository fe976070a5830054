import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { EventStream } from "../hub/eventStream";
import type { Hub } from "../hub/hub";
import type { Clock } from "../kernel/clock";
import { type Disposable, DisposableStore } from "../kernel/disposable";
import { HubError } from "../kernel/hubError";
import type { VariableContext } from "../kernel/ports";
import { safeLine } from "../kernel/redact";
import { type WatchedPattern, watchedPattern } from "./watchedPatterns";

export interface SourceWatchParts {
  readonly hub: Pick<Hub, "definition" | "restart">;
  readonly stream: Pick<EventStream, "onEvent" | "publish" | "view">;
  /** Runs `changed` with the path of each file of the pattern that appears, changes or goes, until it is disposed. */
  readonly watch: (pattern: WatchedPattern, changed: (path: string) => void) => Disposable;
  readonly variableContext: VariableContext;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** A compiler writes several files: the server restarts once none has changed for so long, in milliseconds. */
const quietMs = 300;

/** Restarts servers whose files change, where their entries say so (`dev.watch`). A server that does not run stays as it is. */
export class SourceWatch implements Disposable {
  private readonly watched = new Map<ServerId, { readonly key: string; readonly watches: Disposable }>();
  private readonly timers = new Map<ServerId, Disposable>();
  private readonly following: Disposable;

  constructor(private readonly parts: SourceWatchParts) {
    this.following = parts.stream.onEvent((event) => this.follow(event));
  }

  dispose(): void {
    this.following.dispose();
    for (const server of [...this.watched.keys()]) this.forget(server);
  }

  private follow(event: HubEvent): void {
    if (event.type === "server.removed") this.forget(event.server);
    // Only after the event has reached everyone, the hub has the new entry.
    if (event.type === "server.added") queueMicrotask(() => this.watch(event.server));
  }

  private watch(server: ServerId): void {
    const { stream, hub, watch, variableContext } = this.parts;
    if (!stream.view.servers.some(({ id }) => id === server)) return;
    const definition = hub.definition(server);
    const patterns = patternsOf(definition);
    const key = JSON.stringify([patterns, definition.source]);
    if (this.watched.get(server)?.key === key) return;
    this.forget(server);
    const watches = new DisposableStore();
    for (const written of patterns) {
      const found = watchedPattern(written, definition.source, variableContext);
      if ("problem" in found) this.log(server, "warning", found.problem);
      else watches.add(watch(found, (path) => this.changed(server, path)));
    }
    this.watched.set(server, { key, watches });
  }

  private changed(server: ServerId, path: string): void {
    this.timers.get(server)?.dispose();
    this.timers.set(
      server,
      this.parts.clock.after(quietMs, () => {
        this.timers.delete(server);
        this.restart(server, path);
      }),
    );
  }

  private restart(server: ServerId, path: string): void {
    const state = this.parts.stream.view.servers.find(({ id }) => id === server)?.state.kind;
    if (state !== "ready" && state !== "starting" && state !== "waiting" && state !== "failed") return;
    this.log(
      server,
      "info",
      message("dev.restarts", "{file} has changed. The server restarts.", { file: safeLine(path, 300) }),
    );
    this.parts.hub.restart(server).catch((error: unknown) => {
      if (!(error instanceof HubError)) this.parts.report(error); // the state of the server says it
    });
  }

  private forget(server: ServerId): void {
    this.timers.get(server)?.dispose();
    this.timers.delete(server);
    this.watched.get(server)?.watches.dispose();
    this.watched.delete(server);
  }

  private log(server: ServerId, level: "info" | "warning", text: string): void {
    this.parts.stream.publish({ type: "server.log", server, level, from: "hub", text });
  }
}

/** What the entry wants to be followed; nothing of an entry that does not run, or that Restricted Mode keeps out of the workspace. */
function patternsOf({ entry, enabled }: ServerDefinition): readonly string[] {
  if (!enabled || entry.kind !== "valid" || entry.config.restricted) return [];
  const watch = entry.config.dev?.watch ?? [];
  return typeof watch === "string" ? [watch] : watch;
}
