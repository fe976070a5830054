import { eraOf } from "../../../protocol/era";
import type { ServerId, Stamped } from "../../../protocol/hubEvent";
import type { HubView, ServerView } from "../../../protocol/hubView";
import { message } from "../../../protocol/message";
import { prettyJson } from "../../../protocol/prettyJson";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { Options } from "../../config/schema/settings";
import { safeLine, withoutSecretsInJson } from "../../kernel/redact";
import { type LogRecord, logRecord } from "../log/logRecord";
import { cleanText, maskedEntry, maskedOptions } from "./maskedSettings";
import { findable, withoutTexts } from "./withoutTexts";

/** What a bug report is made of. */
export interface BugReportFacts {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of the extension, the editor, the system and Node, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The person's home folder, which stands in paths. */
  readonly home: string;
  readonly options: Options;
  readonly view: HubView;
  readonly definitions: readonly ServerDefinition[];
  /** Figures of calls: plain data, without arguments and results. */
  readonly figures: readonly { readonly server: ServerId }[];
  /** What happened lately, oldest first. */
  readonly events: readonly Stamped[];
  /** The texts in the arguments and in the result of a call, as far as the hub still has them. */
  readonly textsOf: (call: string) => readonly string[];
}

/** A record of the log with its time, as the JSON log has it. */
interface TimedRecord extends LogRecord {
  readonly time: string;
}

/** The longest text of one record, in characters. */
const recordLimit = 1000;

/**
 * Everything that somebody needs to find out what is wrong, as one JSON text: it can be read in an editor, and nothing that a server prints
 * can pass for another part of it. Arguments, results, secrets, accounts and instructions are not in it.
 */
export function bugReport(facts: BugReportFacts): string {
  const { at, versions, options, view, definitions } = facts;
  const texts = callTexts(facts);
  const about = message(
    "bugReport.about",
    "Diagnostics of MCP Hub, for a bug report. Secrets, arguments, and results are left out. Texts that servers print are in it: read it before you send it, and remove what you want to keep to yourself.",
  );
  const head = {
    about,
    time: new Date(at).toISOString(),
    versions,
    phase: view.phase,
    settings: maskedOptions(options),
    problems: view.problems.map(({ path, severity, message: text }) => ({
      path: path.map((key) => (typeof key === "string" ? cleanText(key) : key)),
      severity,
      message: cleanText(text),
    })),
    servers: definitions.map((definition) => serverFacts(definition, facts, texts)),
  };
  return sealed(head, records(facts.events, texts), facts.home);
}

function serverFacts(definition: ServerDefinition, { view, figures }: BugReportFacts, texts: Texts): object {
  const { id, scope, enabled, entry } = definition;
  const seen = view.servers.find((server) => server.id === id);
  const { server: _, ...counted } = figures.find(({ server }) => server === id) ?? { server: id };
  return {
    server: id,
    scope,
    enabled,
    entry: entry.kind === "valid" ? maskedEntry(entry.config) : { invalid: cleanText(entry.error.message) },
    ...(seen && stateFacts(seen, texts.get(id) ?? [])),
    figures: counted,
  };
}

/** Not the name of the account, not the instructions and not the process id: they help nobody else. */
function stateFacts({ state, account, ...seen }: ServerView, texts: readonly string[]): object {
  const { counts, stale, missing, inFlight, breakers, waiting, perMinute } = seen;
  const base = { signedIn: account !== undefined, counts, stale, missing, inFlight, breakers, waiting, perMinute };
  const failure = "error" in state && {
    failure: { ...state.error, message: withoutTexts(state.error.message, texts) },
  };
  if (state.kind !== "ready")
    return { state: state.kind, ...failure, ...("reason" in state && { reason: state.reason }), ...base };
  const { instructions: _, instructionsDigest: __, pid: ___, ...info } = state.info;
  const since = new Date(state.since).toISOString();
  return {
    state: state.kind,
    since,
    losses: state.losses,
    health: state.health,
    info,
    era: eraOf(info.protocolVersion),
    ...base,
  };
}

/** By server. */
type Texts = ReadonlyMap<ServerId, readonly string[]>;

/** What servers were sent and what they answered: they may print it. */
function callTexts({ events, textsOf }: BugReportFacts): Texts {
  const found = new Map<ServerId, string[]>();
  for (const event of events) {
    if (event.type !== "call.started") continue;
    const texts = found.get(event.server) ?? [];
    found.set(event.server, texts);
    for (const text of textsOf(event.call)) texts.push(text);
  }
  return new Map([...found].map(([server, texts]) => [server, findable(texts)]));
}

function records(events: readonly Stamped[], texts: Texts): readonly TimedRecord[] {
  return events.flatMap((event) => {
    const record = logRecord(withoutReason(event));
    if (!record) return [];
    const { server, message: text } = record;
    const known = (server !== undefined && texts.get(server)) || [];
    const time = new Date(event.at).toISOString();
    return [{ time, ...record, message: safeLine(withoutTexts(text.trimEnd(), known), recordLimit) }];
  });
}

/** The reason why a call failed is often the server's, in words that quote arguments. Its code says enough. */
function withoutReason(event: Stamped): Stamped {
  if ((event.type !== "call.ended" && event.type !== "call.retried") || !event.error) return event;
  return { ...event, error: { code: event.error.code, message: "" } };
}

/** The text of the file: indented, with each record on a line of its own, as in the JSON log. */
function sealed(head: object, log: readonly TimedRecord[], home: string): string {
  const clean = (value: object): string => {
    const json = withoutSecretsInJson(JSON.stringify(value));
    const folder = JSON.stringify(home).slice(1, -1);
    return folder.length > 1 ? json.replaceAll(folder, "~") : json;
  };
  const lines = log.map((record) => `    ${clean(record)}`).join(",\n");
  return `${prettyJson(clean(head)).slice(0, -"\n}".length)},\n  "log": [\n${lines}\n  ]\n}\n`;
}
