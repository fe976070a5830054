import type { ConnectionKind } from "../../../protocol/connectionState";
import type { ServerId, Stamped } from "../../../protocol/hubEvent";
import type { HealthCheck, SaidLine } from "../../../protocol/panel/serverCard";

/** How many lines of standard error are kept of one server, and how much of each, in characters. */
export const linesKept = 10;
const lineLimit = 2000;
/** How many health checks are kept of one server. */
export const checksKept = 60;

/** What happened to one server, as far as its present state is told by it. */
export interface ServerPast {
  /** When its state became what it is, in milliseconds since the epoch. */
  readonly since: number;
  readonly said: readonly SaidLine[];
  readonly checks: readonly HealthCheck[];
}

interface Kept extends ServerPast {
  kind: ConnectionKind;
  since: number;
  readonly said: SaidLine[];
  readonly checks: HealthCheck[];
}

/** Folds the stream into the near past of each server: since when it is in its state, what its program said, its health. */
export class ServerPasts {
  private readonly servers = new Map<ServerId, Kept>();

  readonly follow = (event: Stamped): void => {
    switch (event.type) {
      case "server.added":
        if (!this.servers.has(event.server))
          this.servers.set(event.server, { kind: "stopped", since: event.at, said: [], checks: [] });
        return;
      case "server.removed":
        this.servers.delete(event.server);
        return;
      case "server.state": {
        const kept = this.servers.get(event.server);
        if (!kept || kept.kind === event.state.kind) return;
        const isLost = kept.kind === "ready" && event.state.kind !== "stopped";
        kept.kind = event.state.kind;
        kept.since = event.at;
        if (isLost) put(kept.checks, { at: event.at }, checksKept);
        return;
      }
      case "server.log": {
        if (event.from !== "stderr") return;
        const kept = this.servers.get(event.server);
        if (kept) put(kept.said, { at: event.at, text: event.text.slice(0, lineLimit) }, linesKept);
        return;
      }
      case "server.ping": {
        const { server, at, ms } = event;
        const kept = this.servers.get(server);
        if (kept) put(kept.checks, { at, ...(ms !== undefined && { ms }) }, checksKept);
      }
    }
  };

  /** `undefined` where there is no such server. */
  of(server: ServerId): ServerPast | undefined {
    return this.servers.get(server);
  }
}

function put<T>(list: T[], item: T, limit: number): void {
  list.push(item);
  if (list.length > limit) list.shift();
}
