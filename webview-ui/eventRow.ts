import type { ConnectionState } from "../src/protocol/connectionState";
import type { CatalogCounts, LogLevel, Stamped } from "../src/protocol/hubEvent";
import type { ServerView } from "../src/protocol/hubView";
import { describeBreaker, describeRate, describeState } from "../src/protocol/summary";
import type { CallEvent } from "./callRow";
import type { Row } from "./row";
import { doorWords } from "./rowDetails";

/** The row for a single event; `undefined` for an event that does not need to be shown. */
export function eventRow(event: Exclude<Stamped, CallEvent>): Row | undefined {
  const { seq: id, at } = event;
  switch (event.type) {
    case "hub.phase":
      return { id, at, kind: "hub", level: "info", text: `The hub is ${phaseWords[event.phase]}` };
    case "hub.log":
      return { id, at, kind: "hub", level: event.level, text: event.text };
    case "config.read":
      return { id, at, kind: "hub", ...problems(event.problems) };
    case "server.order":
      return undefined;
    case "server.added":
      return {
        id,
        at,
        kind: "state",
        level: "info",
        server: event.server,
        text: `Configured in the ${event.scope} settings`,
      };
    case "server.removed":
      return { id, at, kind: "state", level: "info", server: event.server, text: "Removed from the settings" };
    case "server.state":
      return { id, at, kind: "state", level: stateLevel(event.state), server: event.server, text: stateWords(event) };
    case "server.account": {
      const text = event.account === undefined ? "Not signed in" : `Signed in as ${event.account}`;
      return { id, at, kind: "state", level: "info", server: event.server, text };
    }
    case "server.catalog": {
      const offer = offerWords(event.counts); // empty after a stop, which has a row of its own
      return offer
        ? { id, at, kind: "state", level: "info", server: event.server, text: `Offers ${offer}` }
        : undefined;
    }
    case "server.log": {
      const kind = event.from === "stdout" ? "stderr" : event.from; // what a program prints, wherever
      return { id, at, kind, level: event.level, server: event.server, text: event.text };
    }
    case "breaker.changed": {
      const level = event.state === "open" ? "warning" : "info";
      return { id, at, kind: "state", level, server: event.server, text: describeBreaker(event) };
    }
    case "rate.changed":
      return { id, at, kind: "state", level: "info", server: event.server, text: describeRate(event) };
    case "question.asked": {
      const subject = subjectOf(event);
      const text =
        event.kind === "approval" ? `You were asked whether ${subject} may run` : `You were asked: ${subject}`;
      return { id, at, kind: "state", level: "info", server: event.server, text };
    }
    case "question.answered": {
      const text = `${answerWords[event.answer]}: ${subjectOf(event)}`;
      return { id, at, kind: "state", level: "info", server: event.server, text };
    }
    case "grant.added": {
      const what = event.tool ?? "every tool";
      const who = event.caller.client?.name ?? doorWords[event.caller.door];
      return { id, at, kind: "state", level: "info", server: event.server, text: `Allowed ${who}: ${what}` };
    }
    case "grant.revoked": {
      const text = `No longer allowed for ${event.caller.client?.name ?? doorWords[event.caller.door]}: ${event.tool ?? "every tool"}`;
      return { id, at, kind: "state", level: "info", server: event.server, text };
    }
    case "pin.added": // hundreds may come at once
      return undefined;
    case "pin.changed": {
      const text = `Changed since you allowed it: ${pinnedWords(event)}`;
      return { id, at, kind: "state", level: "warning", server: event.server, text };
    }
    case "pin.accepted": {
      const text = `Change accepted: ${pinnedWords(event)}`;
      return { id, at, kind: "state", level: "info", server: event.server, text };
    }
    case "launch.decided":
      return { id, at, kind: "state", level: "info", server: event.server, text: launchWords[event.answer] };
    case "grant.forgotten":
      return { id, at, kind: "state", level: "info", ...serverOf(event), text: "What was allowed is forgotten" };
    case "server.trusted": {
      const text = event.trusted ? "Its annotations are trusted" : "Its annotations are no longer trusted";
      return { id, at, kind: "state", level: "info", server: event.server, text };
    }
    case "choice.changed": {
      const text = `What is turned on has changed${event.profile === undefined ? "" : `; profile: ${event.profile}`}`;
      return { id, at, kind: "state", level: "info", text };
    }
    case "server.signInFailed":
      return { id, at, kind: "state", level: "warning", server: event.server, text: event.error.message };
    case "server.refused": // what comes of it makes a row: a state, or the end of a call
    case "server.signedIn":
    case "server.signedOut": // `server.account` makes a row of it
    case "config.changed": // each server that came, went or changed makes a row of its own
    case "server.ping":
    case "wire.message":
    case "queue.changed":
      return undefined;
    case "server.tasks": {
      const tools = event.left.map(({ tool }) => tool).join(", ");
      if (tools === "") return undefined;
      return {
        id,
        at,
        kind: "state",
        level: "info",
        server: event.server,
        text: `Leftover tasks from earlier calls: ${tools}`,
      };
    }
    case "server.notification": {
      const { server, method, params } = event;
      if (method === "notifications/message") return undefined; // its server.log event makes the row
      const kind = method === "notifications/progress" ? "progress" : "notification";
      const text = params && params !== "{}" ? `${method} ${params}` : method;
      return { id, at, kind, level: "info", server, text, params };
    }
  }
}

const serverOf = ({ server }: { readonly server?: string }) => (server === undefined ? {} : { server });

const pinnedWords = ({ of, name }: Extract<Stamped, { readonly type: "pin.changed" | "pin.accepted" }>): string =>
  of === "instructions" ? "its instructions" : `the ${of} ${name}`;

/** What a question is about: for a call its tool, as the person saw it. */
const subjectOf = ({
  kind,
  about,
}: Extract<Stamped, { readonly type: "question.asked" | "question.answered" }>): string =>
  kind === "approval" && about ? `"${about.tool}"` : questionWords[kind];

const questionWords = {
  approval: "a call",
  form: "a form of the server",
  url: "an address to visit",
  sampling: "a request to a language model",
  input: "a value that is missing",
  launch: "new servers",
} as const;

const launchWords = {
  allowed: "You allowed it to run",
  refused: "You did not allow it to run",
  revoked: "It may no longer run",
} as const;

const answerWords = {
  allowed: "You allowed",
  refused: "You refused",
  gone: "No longer needed",
} as const;

/** The hub's phases, worded to follow "The hub is". */
export const phaseWords = {
  uninitialized: "not started",
  discovering: "connecting to its servers",
  ready: "ready",
  degraded: "running, but not every server is ready",
  "shutting-down": "shutting down",
  shutdown: "shut down",
} as const;

const noCounts: CatalogCounts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };

function stateWords({ server, state }: Extract<Stamped, { readonly type: "server.state" }>): string {
  if (state.kind === "ready") {
    const { name, version, protocolVersion, transport } = state.info;
    return `Ready: ${name} ${version} over ${transport}, protocol ${protocolVersion}`;
  }
  // Only the state matters here. The wording matches the tree and the status bar.
  const seen: ServerView = { id: server, label: server, scope: "user", state, counts: noCounts, inFlight: 0 };
  return describeState(seen);
}

function stateLevel({ kind }: ConnectionState): LogLevel {
  if (kind === "failed") return "error";
  return kind === "needs-auth" || kind === "needs-consent" || kind === "waiting" ? "warning" : "info";
}

/** e.g. `12 tools, 1 prompt`; empty if the server offers nothing. */
export function offerWords({ tools, resources, resourceTemplates, prompts }: CatalogCounts): string {
  const parts = [
    many(tools, "tool"),
    many(resources, "resource"),
    many(resourceTemplates, "resource template"),
    many(prompts, "prompt"),
  ].filter((part) => part !== undefined);
  return parts.join(", ");
}

const many = (count: number, what: string): string | undefined =>
  count === 0 ? undefined : `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;

function problems(list: Extract<Stamped, { readonly type: "config.read" }>["problems"]): Pick<Row, "level" | "text"> {
  if (list.length === 0) return { level: "info", text: "Settings read" };
  const lines = list.map(({ path, message }) => `${path.join(" › ")}: ${message}`);
  const level = list.some(({ severity }) => severity === "error") ? "error" : "warning";
  const count = list.length === 1 ? "1 problem" : `${list.length} problems`;
  return { level, text: `Settings read, ${count}: ${lines.join("\n")}` };
}
