import type { Caller } from "../../protocol/caller";
import type { Decision, HubEvent, RequestFacts, ServerId, Stamped } from "../../protocol/hubEvent";
import { englishOf } from "../../protocol/message";
import { safeLine, safeText } from "../kernel/redact";
import { type AuditRecord, newRecord, noHash, timeOf } from "./auditRecord";

/** What of a call the audit itself learned: digests' texts, or masked texts. */
export interface CallContent {
  args?: string | undefined;
  result?: string | undefined;
}

export interface RecordParts {
  /** The digest of a server's entry in the settings; `undefined` if it is not there anymore. */
  readonly entryOf: (server: ServerId) => string | undefined;
  /** Whether texts that servers wrote are kept, masked and cut. */
  readonly texts: boolean;
}

/** How many names a record lists. */
const namesListed = 50;
const textLimit = 300;

type Event<T extends HubEvent["type"]> = Extract<Stamped, { type: T }>;

/** The record of an event; `undefined` for what the audit does not keep. The end of a call has a function of its own: `callEnded`. */
export function recordOf(event: Stamped, parts: RecordParts): AuditRecord | undefined {
  const { type, at } = event;
  switch (event.type) {
    case "config.changed":
      return newRecord(type, at, {
        added: names(event.added),
        changed: names(event.changed),
        removed: names(event.removed),
        servers: event.added.length + event.changed.length + event.removed.length,
      });
    case "server.added": {
      const { server, scope, source } = event;
      const place = source === undefined ? undefined : safeLine(source, 500);
      return newRecord(type, at, { server, entry: parts.entryOf(server), scope, source: place });
    }
    case "server.removed":
      return newRecord(type, at, { server: event.server });
    case "server.state":
      return stateRecord(event, parts);
    case "server.trusted":
      return newRecord(type, at, { ...serverOf(event, parts), trusted: event.trusted });
    case "server.signedIn":
    case "server.signedOut":
    case "server.signInFailed":
    case "server.refused":
      return signInRecord(event, parts);
    case "grant.added":
    case "grant.revoked": {
      const { caller, tool, span } = event;
      const until = event.type === "grant.added" && event.until !== undefined ? timeOf(event.until) : undefined;
      return newRecord(type, at, { ...serverOf(event, parts), ...callerOf(caller), tool, span, until });
    }
    case "pin.added":
    case "pin.changed":
    case "pin.accepted":
      return pinRecord(event, parts);
    case "launch.decided":
      return newRecord(type, at, { server: event.server, entry: event.entry, answer: event.answer });
    case "grant.forgotten":
      return newRecord(type, at, { server: event.server });
    case "call.retried": {
      // Other retries are part of one call; a limit that was reached is something that happened.
      if (event.error.code !== "rate-limited") return undefined;
      return newRecord("rate.limited", at, { ...factsOf(event), waitMs: Math.round(event.waitMs) });
    }
    case "breaker.changed":
      return newRecord(type, at, { server: event.server, tool: event.tool, state: event.state });
    case "question.answered": {
      const { question, kind, answer, ms, about } = event;
      const of = about ? { ...factsOf(about), args: undefined } : { server: event.server };
      return newRecord(type, at, { ...of, question, kind, answer, ms: Math.round(ms) });
    }
    default:
      return undefined;
  }
}

/** The record of a call that is about to be sent. */
export const callBegun = (
  facts: RequestFacts,
  decision: Decision | undefined,
  content: CallContent,
  at: number,
  { entryOf }: RecordParts,
): AuditRecord =>
  newRecord("call.begun", at, {
    ...factsOf(facts),
    entry: entryOf(facts.server),
    ...decisionOf(decision),
    args: content.args ?? facts.argsDigest,
    pin: facts.pin,
  });

/** The record of a call, however it ended. Written out in the order of its fields: every call makes one. */
export function callEnded(event: Event<"call.ended">, content: CallContent, parts: RecordParts): AuditRecord {
  const { caller, decision, error } = event;
  return {
    args: content.args ?? event.argsDigest,
    call: event.call,
    client: caller.client && safeLine(caller.client.id),
    decision: decision?.by,
    door: caller.door,
    entry: parts.entryOf(event.server),
    error: error?.code,
    message: error && parts.texts ? safeText(englishOf(error.message), textLimit) : undefined,
    method: event.method,
    ms: Math.round(event.ms),
    outcome: event.outcome,
    pin: event.pin,
    prev: noHash,
    request: event.request,
    result: content.result,
    rule: ruleOf(decision)?.rule,
    seq: 0,
    server: event.server,
    source: ruleOf(decision)?.source,
    thread: event.thread,
    time: timeOf(event.at),
    tool: event.tool,
    type: event.type,
  };
}

/** Only what came of an attempt: a connection that starts and stops many times says the same again and again. */
function stateRecord({ server, state, at }: Event<"server.state">, parts: RecordParts): AuditRecord | undefined {
  if (state.kind === "ready") {
    const { name, version, protocolVersion, transport } = state.info;
    return newRecord("server.connected", at, {
      server,
      entry: parts.entryOf(server),
      name: safeLine(name),
      version: safeLine(version),
      protocol: safeLine(protocolVersion),
      transport,
    });
  }
  if (state.kind !== "failed" && state.kind !== "needs-auth" && state.kind !== "needs-consent") return undefined;
  const { code, message } = state.error;
  return newRecord("server.failed", at, {
    server,
    entry: parts.entryOf(server),
    state: state.kind,
    error: code,
    message: parts.texts ? safeText(message, textLimit) : undefined,
  });
}

/** `of` and `name` say what of the server it is about; `pin` is the definition that is compared with from then on, or was. */
function pinRecord(event: Event<"pin.added" | "pin.changed" | "pin.accepted">, parts: RecordParts): AuditRecord {
  const { type, at, digest } = event;
  const about = { ...serverOf(event, parts), of: event.of, name: safeLine(event.name) };
  switch (event.type) {
    case "pin.added":
      return newRecord(type, at, { ...about, pin: digest, by: event.by });
    case "pin.changed":
      return newRecord(type, at, { ...about, pin: event.pinned, digest });
    case "pin.accepted":
      return newRecord(type, at, { ...about, pin: digest });
  }
}

function signInRecord(
  event: Event<"server.signedIn" | "server.signedOut" | "server.signInFailed" | "server.refused">,
  parts: RecordParts,
): AuditRecord {
  const { type, at } = event;
  const of = serverOf(event, parts);
  switch (event.type) {
    case "server.signedIn":
      return newRecord(type, at, { ...of, account: event.account === undefined ? undefined : safeLine(event.account) });
    case "server.signedOut":
      return newRecord(type, at, of);
    case "server.refused":
      return newRecord(type, at, { ...of, status: event.status });
    case "server.signInFailed": {
      const { code, message } = event.error;
      return newRecord(type, at, {
        ...of,
        error: code,
        message: parts.texts ? safeText(message, textLimit) : undefined,
      });
    }
  }
}

const factsOf = ({ call, server, method, tool, request, thread, caller }: RequestFacts) => ({
  call,
  server,
  method,
  tool,
  request,
  thread,
  ...callerOf(caller),
});

const callerOf = ({ door, client }: Pick<Caller, "door" | "client">) => ({
  door,
  client: client && safeLine(client.id),
});

const decisionOf = (decision: Decision | undefined) => ({
  decision: decision?.by,
  ...ruleOf(decision),
});

/** The rule that decided, or that wanted a person asked, and where it is written. */
const ruleOf = (decision: Decision | undefined) =>
  decision && "rule" in decision && decision.rule !== undefined
    ? { rule: safeLine(decision.rule), source: decision.source }
    : undefined;

const serverOf = ({ server }: { readonly server: ServerId }, { entryOf }: RecordParts) => ({
  server,
  entry: entryOf(server),
});

const names = (all: readonly ServerId[]): readonly string[] => all.slice(0, namesListed);
