import {
  type ConnectionHealth,
  type ConnectionState,
  type StartProgress,
  type StartStep,
  startsWhenUsed,
} from "./connectionState";
import type { BreakerKind, CatalogCounts } from "./hubEvent";
import type { HubView, ServerView } from "./hubView";
import { inLanguage, message } from "./message";
import { decimal } from "./numbers/decimal";

/** The hub in a few characters, for the status bar and the head of the panel. */
export interface Summary {
  /** e.g. `MCP 3/4`: three servers are ready out of four that should be. */
  readonly text: string;
  /** Something needs the user: a failed server, a sign-in, a mistake in the settings. */
  readonly attention: boolean;
  readonly busy: boolean;
}

/** Summarizes the hub. Servers that are off, or that start only when used, count in neither number. */
export function summary(view: HubView): Summary {
  const wanted = view.servers.filter(isWanted);
  const ready = wanted.filter(({ state }) => state.kind === "ready").length;
  return {
    text: `MCP ${ready}/${wanted.length}`,
    attention: wanted.some(needsAttention) || view.problems.some(({ severity }) => severity === "error"),
    busy: wanted.some(({ state }) => state.kind === "starting" || state.kind === "waiting"),
  };
}

function isWanted({ state }: ServerView): boolean {
  return state.kind !== "stopped" || state.reason === "not-started";
}

/** Whether the user should look at this server: it failed, needs a sign-in, or waits to be allowed. */
export function needsAttention({ state }: ServerView): boolean {
  return state.kind === "failed" || state.kind === "needs-auth" || state.kind === "needs-consent";
}

/** One line about a server's state, e.g. `Ready, 12 tools` or `Failed. …`. */
export function describeState(server: ServerView): string {
  const { state } = server;
  return "error" in state ? `${shortState(server)}. ${inLanguage(state.error.message)}` : shortState(server);
}

/** The state without a failure's message, for places that show the message beside it. */
export function shortState({ state, counts, missing }: ServerView): string {
  switch (state.kind) {
    case "stopped":
      return startsWhenUsed(state) && counts.tools > 0
        ? `${stopWords[state.reason]()}, ${toolCount(counts)}`
        : stopWords[state.reason]();
    case "starting":
      return connectingWords(state);
    case "waiting":
      return state.attempt > 0
        ? message("state.retrying", "Attempt {attempt} failed, trying again", { attempt: state.attempt })
        : message("state.lost", "Connection lost, trying again");
    case "needs-auth":
      return message("state.needsSignIn", "Needs sign-in");
    case "needs-consent":
      return message("state.needsConsent", "Waits for your permission");
    case "ready":
      return [
        message("state.ready", "Ready"),
        toolCount(counts),
        missing && missingWords(missing),
        state.health && healthWords(state.health),
      ]
        .filter((part) => part !== undefined)
        .join(", ");
    case "failed":
      return state.until === undefined
        ? message("state.failed", "Failed")
        : message("state.away", "Failed, trying again");
  }
}

/** What a connection waits for, the attempt and the time left, and what the program said last: once that takes a while. */
function connectingWords(state: Starting): string {
  const { progress } = state;
  if (!progress) return attemptWords(state);
  const words = message("state.connecting", "{attempt}: {waits}", {
    attempt: attemptWords(state),
    waits: waitWords(progress),
  });
  return progress.said === undefined
    ? words
    : message("state.said", "{words}. Last output: {said}", { words, said: progress.said });
}

type Starting = Extract<ConnectionState, { kind: "starting" }>;

/** That a server connects, and which attempt it is. */
export function attemptWords({ attempt, progress }: Starting): string {
  if (!progress && attempt <= 1) return message("state.connects", "Connecting");
  const { attempts } = progress ?? {};
  return message("state.attempt", "Connecting, attempt {attempt}", {
    attempt: attempts === undefined ? attempt : `${attempt}/${attempts}`,
  });
}

/** What a connection waits for, and how long it may. */
export const waitWords = ({ step, leftMs }: StartProgress): string =>
  [
    stepWords[step](),
    leftMs !== undefined && message("state.timeLeft", "{seconds} s left", { seconds: Math.round(leftMs / 1000) }),
  ]
    .filter((part) => part !== false)
    .join(", ");

const stepWords: Readonly<Record<StartStep, () => string>> = {
  turn: () => message("state.turn", "waiting for its turn to start"),
  program: () => message("state.program", "waiting for its program to start"),
  probe: () => message("state.probe", "waiting for its first answer"),
  handshake: () => message("state.handshake", 'waiting for its answer to "initialize"'),
  lists: () => message("state.lists", "waiting for its lists"),
};

const missingWords = ({ length }: readonly string[]): string =>
  length === 1
    ? message("state.missingList", "one list is missing")
    : message("state.missingLists", "{count} lists are missing", { count: length });

const toolCount = ({ tools }: CatalogCounts): string =>
  tools === 1 ? message("state.oneTool", "1 tool") : message("state.tools", "{count} tools", { count: tools });

const healthWords = (health: ConnectionHealth): string =>
  health.kind === "slow"
    ? message("state.slow", "slow ({seconds} s)", { seconds: decimal(health.ms / 1000, 1) })
    : health.failures === 1
      ? message("state.oneCheckFailed", "1 health check failed")
      : message("state.checksFailed", "{count} health checks failed", { count: health.failures });

const stopWords = {
  "not-started": () => message("state.notStarted", "Not started"),
  disabled: () => message("state.disabled", "Disabled"),
  person: () => message("state.disconnected", "Disconnected"),
  lazy: () => message("state.lazy", "Starts when used"),
  manual: () => message("state.manual", "Not connected"),
  idle: () => message("state.idle", "Idle, starts when used"),
} as const;

/** One line about a circuit breaker. */
export function describeBreaker({ state, tool }: { readonly state: BreakerKind; readonly tool?: string }): string {
  const calls =
    tool === undefined
      ? message("breaker.ofServer", "calls to this server")
      : message("breaker.ofTool", "calls to {tool}", { tool });
  switch (state) {
    case "open":
      return message("breaker.open", "After several failures, {calls} are refused for a while", { calls });
    case "half-open":
      return message("breaker.halfOpen", "One of the {calls} is let through as a trial", { calls });
    case "closed":
      return message("breaker.closed", "All {calls} are let through again", { calls });
  }
}

/** How fast a server is called since it said "too many", as a sentence without its full stop. */
export const describeRate = ({ perMinute }: { readonly perMinute?: number | undefined }): string =>
  perMinute === undefined
    ? message("rate.lifted", "Calls are no longer held back")
    : message("rate.heldBack", 'It said "too many", so it gets at most {count} calls a minute for now', {
        count: perMinute,
      });
