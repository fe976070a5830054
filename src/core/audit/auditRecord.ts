/**
 * One record of the audit. Its line in the file is its canonical JSON (RFC 8785), and the next record holds the SHA-256 of that line. All
 * values are texts, numbers, booleans or lists of texts, so that every line is easy to search and to sort.
 */
export interface AuditRecord {
  readonly type: string;
  /** Counts from 1 without gaps. */
  seq: number;
  /** SHA-256 of the record before this one, in hexadecimal; zeros in the first one of a log. */
  prev: string;
  /** When it happened, as ISO 8601 in UTC. */
  readonly time: string;
  /** What was asked with, and what came back: digests until `salted`, or masked texts. */
  args?: string | undefined;
  result?: string | undefined;
  readonly [field: string]: unknown;
}

/** What stands for the record before the first one. */
export const noHash = "0".repeat(64);

/** The longest line of a log, in characters. Every field of a record is cut, so that no record is longer. */
export const lineLimit = 32 * 1024;

/** A record with its fields in the order of canonical JSON. Its place in the log is filled in when it is written. */
export function newRecord(
  type: string,
  at: number,
  fields: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> = {},
): AuditRecord {
  const entries = Object.entries({ ...fields, prev: noHash, seq: 0, time: timeOf(at), type });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as unknown as AuditRecord;
}

/** The line of a record, without its line feed. The order of its fields must be that of canonical JSON, as in `newRecord`. */
export function lineOf(record: AuditRecord): string {
  const line = JSON.stringify(record);
  // Half of a surrogate pair is not text, and RFC 8785 has no form for it.
  return line.includes("\\ud") ? JSON.stringify(record, wellFormed) : line;
}

const wellFormed = (_: string, value: unknown): unknown =>
  typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value;

let second = Number.NaN;
let secondText = "";

/** A time as ISO 8601 in UTC. Many records of a busy hub are of the same second. */
export function timeOf(at: number): string {
  const ms = Math.round(at);
  const now = Math.floor(ms / 1000);
  if (now !== second) {
    second = now;
    secondText = new Date(now * 1000).toISOString().slice(0, -4);
  }
  return `${secondText}${String(ms - now * 1000).padStart(3, "0")}Z`;
}
