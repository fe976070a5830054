import { changedText } from "../../../core/calls/pinned";
import type { LogLevel, ServerId, Stamped } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { HubNoteName, Note } from "../../../protocol/panel/note";
import { describeBreaker, describeRate } from "../../../protocol/summary";

/** Notifications that say nothing on their own: they belong to a call or a request, with which the traffic shows them. */
const belongToRequests: ReadonlySet<string> = new Set([
  "notifications/progress",
  "notifications/cancelled",
  "notifications/elicitation/complete",
]);
const logMessage = "notifications/message";

/** The notice that an event is; `undefined` where it is not one. */
export function noteOf(event: Stamped): Note | undefined {
  switch (event.type) {
    case "server.notification": {
      const { seq, at, server, method, params } = event;
      // A log message has an event of its own, with its level.
      if (method === logMessage || belongToRequests.has(method)) return undefined;
      // Written out: it runs for each of a flood, and a spread takes ten times as long.
      return { seq, at, server, from: "server", name: method, level: "info", text: params };
    }
    case "server.log": {
      const { seq, at, server, level, text } = event;
      if (event.from === "server") return { seq, at, server, from: "server", name: logMessage, level, text };
      return event.from === "hub" && isLoud(level) ? byHub(event, "log", level, text, server) : undefined;
    }
    case "hub.log":
      return isLoud(event.level) ? byHub(event, "log", event.level, event.text) : undefined;
    case "config.read": {
      const errors = event.problems.filter(({ severity }) => severity === "error");
      const text = errors.map(({ path, message }) => `${path.join(" › ")}: ${message}`).join("\n");
      return text === "" ? undefined : byHub(event, "settings", "error", text);
    }
    case "server.state": {
      const { server, state } = event;
      if (state.kind === "failed") return byHub(event, "failed", "error", state.error.message, server);
      if (state.kind === "needs-auth" || state.kind === "needs-consent")
        return byHub(event, state.kind, "warning", state.error.message, server);
      return undefined;
    }
    case "server.signInFailed":
      return byHub(event, "sign-in", "warning", event.error.message, event.server);
    case "pin.changed": {
      const { server, of: kind, name } = event;
      return byHub(event, "changed", "warning", changedText({ server }, { kind, name }), server);
    }
    case "breaker.changed":
      return event.state === "open"
        ? byHub(event, "breaker", "warning", `${describeBreaker(event)}.`, event.server)
        : undefined;
    case "rate.changed":
      return event.perMinute === undefined
        ? undefined
        : byHub(event, "rate", "warning", `${describeRate(event)}.`, event.server);
    case "server.tasks": {
      const tools = event.left.map(({ tool }) => tool).join(", ");
      if (tools === "") return undefined;
      const text = message("panel.leftTasks", "Leftover tasks from earlier calls: {tools}", { tools });
      return byHub(event, "tasks", "info", text, event.server);
    }
    default:
      return undefined;
  }
}

const isLoud = (level: LogLevel): boolean => level === "warning" || level === "error";

const byHub = (event: Stamped, name: HubNoteName, level: LogLevel, text: string, server?: ServerId): Note => ({
  seq: event.seq,
  at: event.at,
  ...(server !== undefined && { server }),
  from: "hub",
  name,
  level,
  text,
});
