import type { HubEvent, LogLevel, ServerId } from "../../protocol/hubEvent";
import type { HubView } from "../../protocol/hubView";
import { describeBreaker, describeState } from "../../protocol/summary";

/** One line of a log; without a server it is the hub's own. */
export interface LogLine {
  readonly server?: ServerId;
  readonly level: LogLevel;
  readonly text: string;
}

/** What the logs say of an event; `undefined` where nothing is worth a line. The event's texts are clean already. */
export function logLine(event: HubEvent, view: HubView): LogLine | undefined {
  switch (event.type) {
    case "hub.phase":
      return { level: "debug", text: `The hub is ${event.phase}.` };
    case "hub.log":
      return { level: event.level, text: event.text };
    case "config.read":
      return configLine(event);
    case "server.added":
    case "server.order":
      return undefined;
    case "server.removed":
      return { level: "info", text: `${event.server} was removed.` };
    case "server.state": {
      const { server } = event;
      const seen = view.servers.find(({ id }) => id === server);
      const level = event.state.kind === "failed" ? "error" : "error" in event.state ? "warning" : "info";
      return seen && { server, level, text: `[state] ${describeState({ ...seen, state: event.state })}` };
    }
    case "server.account": {
      const text = event.account === undefined ? "nobody is signed in" : `signed in as ${event.account}`;
      return { server: event.server, level: "info", text: `[account] ${text}` };
    }
    case "server.catalog": {
      const { tools, resources, resourceTemplates, prompts } = event.counts;
      const text = `[lists] tools: ${tools}, resources: ${resources}, templates: ${resourceTemplates}, prompts: ${prompts}`;
      return { server: event.server, level: "info", text };
    }
    case "server.log":
      return { server: event.server, level: event.level, text: `[${event.from}] ${event.text}` };
    case "server.notification":
      return { server: event.server, level: "debug", text: `[notification] ${event.method} ${event.params}` };
    case "breaker.changed":
      return {
        server: event.server,
        level: event.state === "open" ? "warning" : "info",
        text: `[breaker] ${describeBreaker(event)}`,
      };
    case "queue.changed":
      return { server: event.server, level: "debug", text: `[queue] ${event.waiting} calls wait` };
    case "server.tasks": {
      const tools = event.left.map(({ tool }) => tool).join(", ");
      return { server: event.server, level: "info", text: `[tasks] left from before: ${tools || "none"}` };
    }
    default:
      return callLine(event);
  }
}

function configLine({ problems }: Extract<HubEvent, { type: "config.read" }>): LogLine | undefined {
  if (problems.length === 0) return undefined;
  const lines = problems.map(({ path, message }) => `${path.join(" › ")}: ${message}`);
  return { level: "warning", text: ["The settings hold problems:", ...lines].join("\n") };
}

type CallEvent = Extract<
  HubEvent,
  { type: "call.started" | "call.progress" | "call.retried" | "call.task" | "call.ended" }
>;

function callLine(event: CallEvent): LogLine {
  const { server, call, tool } = event;
  const named = `[${call}] ${tool}`;
  switch (event.type) {
    case "call.started":
      return { server, level: "info", text: `${named} called by ${event.door}: ${event.args}` };
    case "call.progress": {
      const of = event.total === undefined ? "" : `/${event.total}`;
      return { server, level: "debug", text: `${named} ${event.progress}${of} ${event.message ?? ""}`.trimEnd() };
    }
    case "call.retried": {
      const text = `${named} failed at attempt ${event.attempt}, again in ${Math.round(event.waitMs)} ms. ${event.error.message}`;
      return { server, level: "warning", text };
    }
    case "call.task":
      return { server, level: "info", text: `${named} runs as a task` };
    case "call.ended": {
      const level = event.outcome === "failed" ? "error" : event.outcome === "ok" ? "info" : "warning";
      const why = event.error ? `. ${event.error.message}` : "";
      return { server, level, text: `${named} ended: ${event.outcome} after ${Math.round(event.ms)} ms${why}` };
    }
  }
}

/** So many lines a server may write in `windowMs` before the rest of the window is dropped. */
const linesPerWindow = 2000;
const windowMs = 10_000;

/**
 * Keeps a server that floods its log from filling the disk and stalling the window. `take` says whether a line may be written,
 * and, with the first line of a new window, how many were dropped before it.
 */
export function logRateLimit(now: () => number): () => { readonly write: boolean; readonly dropped: number } {
  let began = now();
  let lines = 0;
  return () => {
    let dropped = 0;
    if (now() - began >= windowMs) {
      dropped = Math.max(0, lines - linesPerWindow);
      began = now();
      lines = 0;
    }
    lines++;
    return { write: lines <= linesPerWindow, dropped };
  };
}
