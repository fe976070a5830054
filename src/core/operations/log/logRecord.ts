import type { Caller } from "../../../protocol/caller";
import type { HubEvent, LogLevel, Stamped } from "../../../protocol/hubEvent";
import { englishOf, inEnglish, message } from "../../../protocol/message";
import { describeBreaker, describeRate } from "../../../protocol/summary";

export type RecordLevel = "debug" | "info" | "warn" | "error" | "fatal";

/** One line of the structured log, without its time. */
export interface LogRecord {
  readonly level: RecordLevel;
  /** The part of the hub that it is about. */
  readonly component: string;
  readonly message: string;
  /** The id of the call, the same in every line, event and audit record of it. */
  readonly correlation_id?: string;
  /** The request of a client that the call is a part of (`X-Request-ID`), the same in its answer, in events and in audit records. */
  readonly request_id?: string;
  readonly client?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly duration_ms?: number;
  readonly error_code?: string;
  /** Where a defect happened; only for defects. */
  readonly stack?: string;
}

/** What the log says of an event; `undefined` where it says nothing. The texts of events are clean already. */
export const logRecord = (event: Stamped): LogRecord | undefined => inEnglish(() => recordOf(event));

function recordOf(event: Stamped): LogRecord | undefined {
  switch (event.type) {
    case "hub.phase":
      return record("info", "hub", message("record.phase", "The hub is {phase}.", { phase: event.phase }));
    case "hub.log":
      return record(levels[event.level], "hub", event.text);
    case "config.read":
      return event.problems.length === 0
        ? undefined
        : record(
            "warn",
            "config",
            event.problems.map((one) => `${one.path.join(".")}: ${englishOf(one.message)}`).join(" "),
          );
    case "server.log":
      return { ...record(levels[event.level], event.from, event.text), server: event.server };
    case "server.state":
      return stateRecord(event);
    case "server.signInFailed":
      return {
        ...record("warn", "sign-in", englishOf(event.error.message)),
        server: event.server,
        error_code: event.error.code,
      };
    case "server.refused": {
      const text = message("record.refused", "The server refused a request (HTTP {status}).", { status: event.status });
      return { ...record("warn", "server", text), server: event.server };
    }
    case "breaker.changed":
      return {
        ...record(event.state === "open" ? "warn" : "info", "breaker", describeBreaker(event)),
        server: event.server,
        ...(event.tool !== undefined && { tool: event.tool }),
      };
    case "rate.changed":
      return { ...record("info", "rate", describeRate(event)), server: event.server };
    case "pin.changed": {
      const text = message("record.pinChanged", "What a person had agreed to has changed ({of}).", { of: event.of });
      return { ...record("warn", "pins", text), server: event.server };
    }
    case "question.answered": {
      const { kind, answer, ms, about } = event;
      const text = message("record.answered", "A question ({kind}) was answered: {answer}.", { kind, answer });
      return {
        ...record("info", "questions", text),
        server: event.server,
        ...(about && aboutCall(about)),
        duration_ms: ms,
      };
    }
    case "call.started":
    case "call.retried":
    case "call.ended":
      return callRecord(event);
    default:
      return undefined;
  }
}

const levels: Readonly<Record<LogLevel, RecordLevel>> = {
  debug: "debug",
  info: "info",
  warning: "warn",
  error: "error",
};

const record = (level: RecordLevel, component: string, text: string): LogRecord => ({
  level,
  component,
  message: englishOf(text),
});

function stateRecord({ server, state }: Extract<HubEvent, { type: "server.state" }>): LogRecord {
  const level = state.kind === "failed" ? "error" : "error" in state ? "warn" : "info";
  const text = message("record.state", "The connection is {state}.", { state: state.kind });
  return {
    ...record(level, "connection", "error" in state ? `${text} ${englishOf(state.error.message)}` : text),
    server,
    ...("error" in state && { error_code: state.error.code }),
  };
}

function callRecord(event: Extract<HubEvent, { type: "call.started" | "call.retried" | "call.ended" }>): LogRecord {
  const facts = { ...aboutCall(event), server: event.server };
  switch (event.type) {
    case "call.started":
      return { ...record("debug", "calls", message("record.started", "The request began.")), ...facts };
    case "call.retried": {
      const { attempt, waitMs, error } = event;
      const text = message("record.retried", "Attempt {attempt} failed; the next one is in {ms} ms. {error}", {
        attempt,
        ms: Math.round(waitMs),
        error: englishOf(error.message),
      });
      return { ...record("warn", "calls", text), ...facts, error_code: error.code };
    }
    case "call.ended": {
      const { outcome, error, ms } = event;
      const level = outcome === "failed" ? "error" : outcome === "ok" ? "info" : "warn";
      const text = message("record.ended", "The request ended: {outcome}.", { outcome });
      return {
        ...record(level, "calls", error ? `${text} ${englishOf(error.message)}` : text),
        ...facts,
        duration_ms: ms,
        ...(error && { error_code: error.code }),
      };
    }
  }
}

const aboutCall = (facts: {
  readonly call: string;
  readonly tool: string;
  readonly caller: Pick<Caller, "door" | "client">;
  readonly request?: string;
}) => ({
  correlation_id: facts.call,
  ...(facts.request !== undefined && { request_id: facts.request }),
  client: facts.caller.client?.name ?? facts.caller.door,
  tool: facts.tool,
});
