import type { Decision, RequestFacts, ServerId, Stamped } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { defaultOptions, type Options } from "../config/schema/settings";
import type { Clock } from "../kernel/clock";
import { asHubError, HubError } from "../kernel/hubError";
import { safeJson } from "../kernel/redact";
import { digestedContent, maskedContent } from "./auditedContent";
import type { AuditPorts } from "./auditPorts";
import { newRecord } from "./auditRecord";
import { AuditWriter } from "./auditWriter";
import { type CallContent, callBegun, callEnded, type RecordParts, recordOf } from "./recordOf";

export interface AuditParts {
  readonly ports: AuditPorts;
  readonly options: () => Options;
  readonly clock: Clock;
  /** The digest of the entry of a server that is part of the hub. */
  readonly entryOf: (server: ServerId) => string;
  /** Hears once of each reason why records cannot be written, in a sentence. */
  readonly failed: (text: string) => void;
  readonly version: string;
}

/** So many servers are known by their entries, those that were removed included: calls to them may still end. */
const entriesKept = 2000;

/** How much of the settings a record holds, in characters. */
const settingsLimit = 4000;

/** Keeps the record of what happens: takes the events of the stream, and what the path of requests tells of each call. */
export class Audit {
  private readonly writer: AuditWriter;
  private readonly calls = new Map<string, CallContent>();
  private readonly entries = new Map<ServerId, string>();
  private before: Options | undefined;

  constructor(private readonly parts: AuditParts) {
    const retention = () => {
      const { auditMegabytes, auditDays } = parts.options();
      return { maxBytes: auditMegabytes * 1024 * 1024, maxAgeMs: auditDays * 86_400_000 };
    };
    this.writer = new AuditWriter({ ...parts, retention });
  }

  /** Takes each event of the stream. */
  readonly listen = (event: Stamped): void => {
    if (event.type === "config.read") this.readOptions(event.at);
    if (event.type === "server.added") this.readEntry(event.server);
    const { audit, auditContent } = this.parts.options();
    if (audit === "off") return;
    const isDigest = auditContent === "digest";
    if (event.type === "call.ended") {
      const content = this.calls.get(event.call) ?? nothing;
      this.calls.delete(event.call);
      this.writer.add(callEnded(event, content, this.recordParts(isDigest)), isDigest);
    } else if (event.type === "call.started") {
      if (!isDigest) this.calls.set(event.call, { args: event.args });
    } else {
      const record = recordOf(event, this.recordParts(isDigest));
      if (record) this.writer.add(record, false);
    }
  };

  /** Whether calls are recorded now. */
  readonly isOn = (): boolean => this.parts.options().audit !== "off";

  /**
   * A call is about to be sent. Settles when it may be; `undefined`: at once. Rejects, or throws, with `denied` where its record is
   * required and cannot be written.
   */
  readonly begin = (facts: RequestFacts, decision: Decision | undefined): Promise<void> | undefined => {
    const { audit, auditContent } = this.parts.options();
    if (audit !== "required") return undefined;
    const isDigest = auditContent === "digest";
    const content = this.calls.get(facts.call) ?? nothing;
    const record = callBegun(facts, decision, content, this.parts.clock.now(), this.recordParts(isDigest));
    const refuse = (error: unknown): never => {
      throw notRecorded(facts, asHubError(error));
    };
    try {
      return this.writer.write(record, isDigest)?.catch(refuse);
    } catch (error) {
      return refuse(error);
    }
  };

  /** Takes what came back from a server for a call that has not ended yet. */
  readonly returned = (call: string, result: unknown): void => {
    const { audit, auditContent } = this.parts.options();
    if (audit === "off") return;
    const text = auditContent === "digest" ? digestedContent(result) : maskedContent(result);
    const content = this.calls.get(call);
    if (content) content.result = text;
    else this.calls.set(call, { result: text });
  };

  /** Writes and signs what waits. Settles when it is on the disk, or cannot be written. */
  settle(): Promise<void> {
    return this.writer.settle();
  }

  /** The same, and lets another process continue the log. */
  close(): Promise<void> {
    return this.writer.close();
  }

  private recordParts(isDigest: boolean): RecordParts {
    return { entryOf: this.entryOf, texts: !isDigest };
  }

  private readonly entryOf = (server: ServerId): string | undefined => this.entries.get(server);

  private readEntry(server: ServerId): void {
    this.entries.delete(server);
    this.entries.set(server, this.parts.entryOf(server));
    const [oldest] = this.entries.keys();
    if (this.entries.size > entriesKept && oldest !== undefined) this.entries.delete(oldest);
  }

  /** The settings are part of the record: at first those that differ from the defaults, then each change, that it is turned off included. */
  private readOptions(at: number): void {
    const { before } = this;
    const after = this.parts.options();
    this.before = after;
    if (after === before) return;
    const from: Readonly<Record<string, unknown>> = before ?? defaultOptions;
    const changed = Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(from[key]));
    const isOff = after.audit === "off" && (before?.audit ?? "off") === "off";
    if (isOff || (before && changed.length === 0)) return;
    this.writer.add(newRecord("settings", at, { values: safeJson(Object.fromEntries(changed), settingsLimit) }), false);
  }
}

const nothing: CallContent = {};

const notRecorded = ({ tool, server }: RequestFacts, { message: reason }: HubError) =>
  new HubError(
    "denied",
    message(
      "audit.notRecorded",
      '"{tool}" of "{server}" was not run: mcpHub.audit requires a record of each call, and it cannot be written ({reason}).',
      { tool, server, reason },
    ),
    { sent: "no" },
  );
