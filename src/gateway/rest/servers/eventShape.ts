import { mayUseServer, mayUseTool } from "../../../core/access/scope";
import type { HubEvent, Stamped } from "../../../protocol/hubEvent";
import type { GatewayClient } from "../../access/gatewayClient";
import { stateShape } from "./serverShape";

/**
 * Which clients hear of an event. `all`: each. `server`: those that may use its server. `own`: the one whose request it is about. `none`:
 * nobody here, because it is about the person, about other clients, or names what some clients may not see.
 */
type Audience = "all" | "server" | "own" | "none";

const audiences: Readonly<Record<HubEvent["type"], Audience>> = {
  "hub.phase": "all",
  "hub.log": "none",
  "config.read": "none",
  "config.changed": "none",
  "choice.changed": "none",
  "server.added": "server",
  "server.removed": "server",
  "server.order": "none",
  "server.state": "server",
  "server.account": "none",
  "server.catalog": "server",
  // Servers write what they were called with, no matter who called.
  "server.log": "none",
  "server.tasks": "none",
  "server.notification": "server",
  "server.signedIn": "none",
  "server.signedOut": "none",
  "server.signInFailed": "none",
  "server.refused": "server",
  "server.ping": "server",
  "server.trusted": "none",
  "call.started": "own",
  "call.progress": "own",
  "call.task": "own",
  "call.ended": "own",
  "call.retried": "own",
  "breaker.changed": "server",
  "queue.changed": "server",
  "rate.changed": "server",
  "question.asked": "own",
  "question.answered": "own",
  "grant.added": "none",
  "grant.revoked": "none",
  "grant.forgotten": "none",
  "pin.added": "none",
  "pin.changed": "none",
  "pin.accepted": "none",
  "launch.decided": "none",
  "wire.message": "none",
};

/** Notifications about a call, and log messages, are of the one who called. */
const aboutCalls = new Set(["notifications/message", "notifications/progress", "notifications/cancelled"]);

/** An event as a client hears it; `undefined` if it does not. */
export function eventShape(event: Stamped, client: GatewayClient): object | undefined {
  if (!hears(event, client)) return undefined;
  switch (event.type) {
    case "server.added": {
      const { type, seq, at, server, label } = event;
      return { type, seq, at, server, label };
    }
    case "server.state": {
      const { type, seq, at, server, state } = event;
      return { type, seq, at, server, ...stateShape(state) };
    }
    default:
      return event;
  }
}

function hears(event: Stamped, { id, scopes }: GatewayClient): boolean {
  switch (audiences[event.type]) {
    case "all":
      return true;
    case "none":
      return false;
    case "server":
      if (!("server" in event) || event.server === undefined || !mayUseServer(scopes, event.server)) return false;
      if (event.type === "server.notification") return !aboutCalls.has(event.method);
      // A breaker names its tool.
      return !("tool" in event) || event.tool === undefined || mayUseTool(scopes, event.server, event.tool, () => true);
    case "own": {
      const caller = "about" in event ? event.about?.caller : "caller" in event ? event.caller : undefined;
      return caller?.door === "gateway" && caller.client?.id === id;
    }
  }
}
