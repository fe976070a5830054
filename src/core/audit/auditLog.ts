import type { AuditFiles, AuditHead, AuditKey, AuditPorts } from "./auditPorts";
import { type AuditRecord, lineOf, newRecord, noHash } from "./auditRecord";
import { placeOf, timeIn } from "./recordLine";
import { expired, isFull, type Retention } from "./retention";

export interface AuditLogParts {
  readonly ports: AuditPorts;
  readonly retention: () => Retention;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The version of the program. */
  readonly version: string;
}

/** One log that this process alone writes: it numbers and chains the records, signs heads, and bounds the files. */
export class AuditLog {
  private at: { readonly seq: number; readonly hash: string };
  private beganAt: number;
  /** The number of the last head in the file. */
  private signedTo = 0;
  private keeping: Promise<void> = Promise.resolve();

  private constructor(
    private readonly parts: AuditLogParts,
    private readonly files: AuditFiles,
    readonly key: AuditKey,
  ) {
    const { lastLine, firstLine } = files;
    const seq = lastLine === undefined ? 0 : placeOf(lastLine);
    this.at = { seq, hash: lastLine === undefined ? noHash : parts.ports.sha256(lastLine) };
    this.beganAt = (firstLine === undefined ? undefined : timeIn(firstLine)) ?? parts.now();
  }

  /** Continues the first log that nobody writes. Rejects with what the system answers. */
  static async open(parts: AuditLogParts): Promise<AuditLog> {
    const key = await parts.ports.key();
    return AuditLog.resume(parts, parts.ports.open(), key);
  }

  /** Continues this log. Rejects with what the system answers; the files are then closed. */
  static async resume(parts: AuditLogParts, files: AuditFiles, key: AuditKey): Promise<AuditLog> {
    try {
      const head = await parts.ports.heads.get(files.log);
      const log = new AuditLog(parts, files, key);
      if (log.isFull) log.rotate(); // before anything is written to it: its age is that of its last record
      const { tornBytes } = files;
      // What is known of the log from elsewhere is written down: if its end was cut off, no later record can hide that.
      const known = head && { headSeq: head.seq, headHash: head.hash };
      const torn = tornBytes > 0 ? { tornBytes } : {};
      log.append([newRecord("audit.opened", parts.now(), { key: key.id, version: parts.version, ...known, ...torn })]);
      return log;
    } catch (error) {
      files.close();
      throw error;
    }
  }

  /** Whether there are records that no head signs. */
  get isUnsigned(): boolean {
    return this.at.seq > this.signedTo;
  }

  /** Whether the current file must be put aside. */
  get isFull(): boolean {
    const { now, retention } = this.parts;
    return isFull({ bytes: this.files.bytes, beganAt: this.beganAt }, now(), retention());
  }

  /** Writes records: all of them, or none. Throws what the system answers. */
  append(records: readonly AuditRecord[]): void {
    const { sha256 } = this.parts.ports;
    let { seq, hash } = this.at;
    let text = "";
    for (const record of records) {
      record.seq = ++seq;
      record.prev = hash;
      const line = lineOf(record);
      hash = sha256(line);
      text += `${line}\n`;
    }
    this.files.append(text);
    this.at = { seq, hash };
  }

  /** Puts the current file aside if it is full, and removes what is too old or too much. Throws what the system answers. */
  tidy(): void {
    if (this.isFull) {
      this.writeHead();
      this.rotate();
    }
    this.prune();
  }

  /** Signs everything that was written. Settles when it is on the disk, and its head is kept outside of the file. */
  sign(): Promise<void> {
    this.writeHead();
    return this.keepHead();
  }

  /** Signs, and lets another process continue the log. */
  async close(): Promise<void> {
    try {
      if (this.isUnsigned) this.writeHead();
      await this.keepHead();
    } finally {
      this.files.close();
    }
  }

  /** Lets go of files that can no longer be written. */
  abandon(): void {
    this.files.close();
  }

  /** The signature is over the canonical JSON of the record without it, which holds the hash of all before. */
  private writeHead(): void {
    const { sha256 } = this.parts.ports;
    const { seq, hash } = this.at;
    const head = newRecord("audit.head", this.parts.now(), { key: this.key.id, log: this.files.log });
    head.seq = seq + 1;
    head.prev = hash;
    const signature = this.key.sign(lineOf(head));
    const { prev, time, type, key, log } = head;
    const line = lineOf({ key, log, prev, seq: head.seq, signature, time, type });
    this.files.append(`${line}\n`);
    this.at = { seq: head.seq, hash: sha256(line) };
    this.signedTo = head.seq;
  }

  private keepHead(): Promise<void> {
    const { seq, hash } = this.at;
    const head: AuditHead = { seq, hash, key: this.key.id };
    const kept = this.keeping.then(async () => {
      // The other way round, a loss of power would look like a tail that was cut off.
      await this.files.sync();
      await this.parts.ports.heads.set(this.files.log, head);
    });
    this.keeping = kept.catch(() => {}); // the caller gets the failure of its own head
    return kept;
  }

  private rotate(): void {
    this.files.rotate();
    this.beganAt = this.parts.now();
  }

  /** Removes what is too old or too much, and writes down where the log begins from now on. */
  private prune(): void {
    const { now, retention } = this.parts;
    const gone = expired(this.files.archives(), this.files.folderBytes(), now(), retention());
    const last = gone.at(-1);
    const lastLine = last && this.files.lastLineOf(last);
    if (lastLine === undefined) return;
    // Before they are removed: a crash in between leaves files that are more than the log needs, and no gap.
    const upTo = { prunedSeq: placeOf(lastLine), prunedHash: this.parts.ports.sha256(lastLine) };
    this.append([newRecord("audit.pruned", now(), { files: gone.length, ...upTo })]);
    for (const archive of gone) this.files.remove(archive);
  }
}
