import { canonicalJson } from "../kernel/canonicalJson";
import { TimeSlices } from "../kernel/timeSlices";
import type { AuditHead } from "./auditPorts";
import { lineLimit, noHash } from "./auditRecord";
import { parsedLine } from "./recordLine";

/** One file of a log, with its content. */
export interface LogText {
  readonly name: string;
  readonly text: string;
}

export interface VerifyParts {
  /** SHA-256 of the UTF-8 bytes of a text, in hexadecimal. */
  readonly sha256: (text: string) => string;
  /** Whether the key with this id made the signature; `undefined` if the key is not known. */
  readonly isSigned: (text: string, signature: string, key: string) => boolean | undefined;
  /** The newest head, as it is kept outside of the log; `undefined` if it is not known. */
  readonly newest?: AuditHead | undefined;
  /** The log does not begin with its first record, or does not end with its last one, because only a part of it is looked at. */
  readonly isPart?: boolean;
}

/** Something that a log which only its writer wrote cannot show. */
export type AuditProblem =
  | { readonly kind: "unreadable" | "not-canonical"; readonly file: string; readonly line: number }
  /** The record before this one is not the one that was there when this one was written. */
  | { readonly kind: "changed"; readonly seq: number; readonly file: string; readonly line: number }
  /** Records from `seq` on, as many as `count`, are not there. */
  | { readonly kind: "missing"; readonly seq: number; readonly count: number }
  | { readonly kind: "order"; readonly seq: number; readonly file: string; readonly line: number }
  /** A head that its key did not sign. */
  | { readonly kind: "signature"; readonly seq: number; readonly file: string; readonly line: number }
  /** The end was cut off: the newest head that is known elsewhere is `seq`. `at`: the writer found it so at this record. */
  | { readonly kind: "cut"; readonly seq: number; readonly last: number; readonly at?: number }
  /** The record `seq` is another one than the head that is known elsewhere. */
  | { readonly kind: "rewritten"; readonly seq: number; readonly at?: number };

export interface Verdict {
  readonly records: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly firstTime: string;
  readonly lastTime: string;
  /** The number of the last head with a good signature; 0 if there is none. */
  readonly signedTo: number;
  /** The keys that signed it, by their ids. */
  readonly keys: readonly string[];
  /** Heads that were signed with a key that is not known. */
  readonly unknownHeads: number;
  /** The bytes of an incomplete last line, as a crash leaves it; 0 if there is none. */
  readonly tornBytes: number;
  /** How often a writer continued after a crash that left such a line. */
  readonly tornBefore: number;
  /** Whether the end was compared with the newest head. */
  readonly isCompared: boolean;
  readonly problems: readonly AuditProblem[];
}

/** What was found in one log, or in one file of it. */
export interface LogCheck {
  /** The name of the log, or of the file. */
  readonly name: string;
  readonly verdict: Verdict;
}

/** So many problems are listed; a file that is not an audit has no end of them. */
const problemLimit = 20;
/** The head that a writer knows from elsewhere is one of the latest of its file. */
const headsKept = 1000;

/**
 * Looks through a log, the oldest file first: each record, its place, the hash of the one before, and the signatures of heads. A long log
 * is looked through in time slices.
 */
export async function verifyLog(files: AsyncIterable<LogText>, parts: VerifyParts): Promise<Verdict> {
  const reader = new LogReader(parts);
  const slices = new TimeSlices();
  let before: LogText | undefined; // only the last file may end within a line
  const read = async ({ name, text }: LogText, isLast: boolean) => {
    let line = 0;
    let from = 0;
    for (let to = text.indexOf("\n"); to !== -1; to = text.indexOf("\n", from)) {
      reader.record(text.slice(from, to), name, ++line);
      from = to + 1;
      if (line % 64 === 0) await slices.yieldIfDue();
    }
    if (from < text.length) reader.rest(text.length - from, name, line + 1, isLast);
  };
  for await (const file of files) {
    if (before) await read(before, false);
    before = file;
  }
  if (before) await read(before, true);
  return reader.verdict();
}

class LogReader {
  private readonly problems: AuditProblem[] = [];
  private readonly keys = new Set<string>();
  private readonly pruned: { readonly seq: unknown; readonly hash: unknown }[] = [];
  /** The latest heads of the file: their hashes by their numbers. */
  private readonly heads = new Map<number, string>();
  private forgottenTo = 0;
  private first: { readonly seq: number; readonly prev: string; readonly time: string } | undefined;
  private last = { seq: 0, hash: noHash, time: "" };
  private records = 0;
  private signedTo = 0;
  private unknownHeads = 0;
  private tornBytes = 0;
  private tornBefore = 0;

  constructor(private readonly parts: VerifyParts) {}

  /** What stands after the last line feed of a file. */
  rest(characters: number, file: string, line: number, isLast: boolean): void {
    if (isLast) this.tornBytes = characters;
    else this.found({ kind: "unreadable", file, line });
  }

  record(line: string, file: string, number: number): void {
    const record = parsedLine(line);
    const seq = record?.seq;
    if (!record || typeof seq !== "number" || typeof record.prev !== "string") {
      this.found({ kind: "unreadable", file, line: number });
      return;
    }
    if (canonicalJson(record, lineLimit) !== line) this.found({ kind: "not-canonical", file, line: number });
    if (this.first) this.follow(seq, record.prev, file, number);
    else this.first = { seq, prev: record.prev, time: String(record.time) };
    this.records++;
    this.last = { seq, hash: this.parts.sha256(line), time: String(record.time) };
    const { newest } = this.parts;
    if (newest && newest.seq === seq && newest.hash !== this.last.hash) this.found({ kind: "rewritten", seq });
    if (record.type === "audit.head") this.head(record, seq, file, number);
    if (record.type === "audit.pruned") this.pruned.push({ seq: record.prunedSeq, hash: record.prunedHash });
    if (record.type === "audit.opened") this.opened(record, seq);
  }

  private follow(seq: number, prev: string, file: string, line: number): void {
    const expected = this.last.seq + 1;
    if (seq > expected) this.found({ kind: "missing", seq: expected, count: seq - expected });
    else if (seq < expected) this.found({ kind: "order", seq, file, line });
    else if (prev !== this.last.hash) this.found({ kind: "changed", seq: this.last.seq, file, line: line - 1 });
  }

  private head(record: Readonly<Record<string, unknown>>, seq: number, file: string, line: number): void {
    this.heads.set(seq, this.last.hash);
    if (this.heads.size > headsKept) {
      const [oldest = 0] = this.heads.keys();
      this.heads.delete(oldest);
      this.forgottenTo = oldest;
    }
    const { signature, ...signed } = record;
    const text = canonicalJson(signed, lineLimit) ?? "";
    const key = String(record.key);
    const isSigned = this.parts.isSigned(text, String(signature), key);
    if (isSigned === false) this.found({ kind: "signature", seq, file, line });
    else if (isSigned === undefined) this.unknownHeads++;
    else {
      this.keys.add(key);
      this.signedTo = seq;
    }
  }

  /** The process that continued the log knew a head of it from elsewhere. */
  private opened({ headSeq, headHash, tornBytes }: Readonly<Record<string, unknown>>, at: number): void {
    if (tornBytes !== undefined) this.tornBefore++;
    if (typeof headSeq !== "number" || typeof headHash !== "string") return;
    if (headSeq >= at) this.found({ kind: "cut", seq: headSeq, last: at - 1, at });
    // A head that was removed with its file, or that this reader has let go of, cannot be compared anymore.
    else if (headSeq > this.forgottenTo && headSeq >= (this.first?.seq ?? at) && this.heads.get(headSeq) !== headHash)
      this.found({ kind: "rewritten", seq: headSeq, at });
  }

  verdict(): Verdict {
    const { first, last, parts } = this;
    const { newest, isPart = false } = parts;
    if (first && !isPart && !this.begins(first))
      this.problems.unshift({ kind: "missing", seq: 1, count: first.seq - 1 });
    if (newest && newest.seq > last.seq) this.found({ kind: "cut", seq: newest.seq, last: last.seq });
    return {
      records: this.records,
      firstSeq: first?.seq ?? 0,
      lastSeq: last.seq,
      firstTime: first?.time ?? "",
      lastTime: last.time,
      signedTo: this.signedTo,
      keys: [...this.keys],
      unknownHeads: this.unknownHeads,
      tornBytes: this.tornBytes,
      tornBefore: this.tornBefore,
      isCompared: newest !== undefined,
      problems: this.problems,
    };
  }

  /** A log begins with its first record, or after those that its writer removed and wrote down. */
  private begins({ seq, prev }: { readonly seq: number; readonly prev: string }): boolean {
    if (seq === 1) return prev === noHash;
    return this.pruned.some((one) => one.seq === seq - 1 && one.hash === prev);
  }

  private found(problem: AuditProblem): void {
    if (this.problems.length < problemLimit) this.problems.push(problem);
  }
}
