import { message } from "../../protocol/message";
import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import { asHubError, HubError } from "../kernel/hubError";
import { AuditLog, type AuditLogParts } from "./auditLog";
import type { AuditPorts } from "./auditPorts";
import { type AuditRecord, newRecord } from "./auditRecord";
import { tidyIdleLogs } from "./idleLogs";
import type { Retention } from "./retention";

export interface AuditWriterParts {
  readonly ports: AuditPorts;
  readonly retention: () => Retention;
  readonly clock: Clock;
  /** Hears once of each reason why records cannot be written, in a sentence. */
  readonly failed: (text: string) => void;
  readonly version: string;
}

/** How long records wait to be written together, in milliseconds, and how many at most. */
const batchMs = 250;
const batchSize = 100;
/** How long records wait for a head that signs them, in milliseconds. */
const signMs = 5000;
/** How often the age and the size of the files are looked at, in milliseconds. */
const tidyMs = 60_000;
/** The same of the logs that nobody writes now, in milliseconds. */
const tidyIdleMs = 3_600_000;
/** How long a log may take to open, in milliseconds. */
const openMs = 10_000;
/** After a failure, the next attempt comes not before this, in milliseconds. */
const retryMs = 1000;
/** More records than this do not wait while nothing can be written; the number of those that were lost is written instead. */
const mostWaiting = 10_000;

/** A record that waits. Digests are salted when it is written: the salt may not be there before. */
interface Waiting {
  readonly record: AuditRecord;
  isDigest: boolean;
}

/** Writes records in batches to a log that it opens with the first of them, signs them soon after, and tries again what failed. */
export class AuditWriter implements Disposable {
  private waiting: Waiting[] = [];
  private lost = 0;
  private log: AuditLog | undefined;
  private opening: Promise<void> | undefined;
  private failure: { readonly reason: string; readonly at: number } | undefined;
  private batchTimer: Disposable | undefined;
  private signTimer: Disposable | undefined;
  private tidiedAt = Number.NEGATIVE_INFINITY;
  private idleTidiedAt = Number.NEGATIVE_INFINITY;
  private tidying: Promise<void> | undefined;
  private isClosed = false;

  constructor(private readonly parts: AuditWriterParts) {}

  /** Takes a record, to be written soon. `isDigest`: what it says of arguments and result is still to be digested. */
  add(record: AuditRecord, isDigest: boolean): void {
    if (this.isClosed) return;
    if (this.waiting.length >= mostWaiting) {
      this.lost++;
      return;
    }
    this.waiting.push({ record, isDigest });
    if (this.log && this.waiting.length >= batchSize) this.flush();
    else if (!this.log && this.waiting.length === batchSize) void this.writeBatch();
    else this.batchTimer ??= this.parts.clock.after(batchMs, () => void this.writeBatch(), true);
  }

  /** Writes a record now, after all that wait. Rejects, or throws, with the reason where that is not possible; then it is not written later. */
  write(record: AuditRecord, isDigest: boolean): Promise<void> | undefined {
    if (this.log) return this.writeNow(record, isDigest);
    return this.opened().then(() => this.writeNow(record, isDigest));
  }

  /** Writes and signs what waits. Settles when it is on the disk, or cannot be written. */
  async settle(): Promise<void> {
    if (this.waiting.length > 0) await this.opened();
    this.flush();
    await this.sign();
  }

  /** The same, and lets another process continue the log. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    if (this.waiting.length > 0) await this.opened();
    await this.opening;
    this.flush();
    this.dispose();
    const { log } = this;
    this.log = undefined;
    await log?.close().catch((error: unknown) => this.fail(error));
    await this.tidying;
  }

  dispose(): void {
    this.isClosed = true;
    this.batchTimer?.dispose();
    this.signTimer?.dispose();
  }

  private writeNow(record: AuditRecord, isDigest: boolean): undefined {
    const mine: Waiting = { record, isDigest };
    this.waiting.push(mine);
    this.flush();
    if (!this.waiting.includes(mine)) return undefined;
    this.waiting = this.waiting.filter((one) => one !== mine);
    throw new HubError("internal", this.failure?.reason ?? closedReason());
  }

  private async writeBatch(): Promise<void> {
    this.batchTimer?.dispose();
    this.batchTimer = undefined;
    await this.opened();
    this.flush();
    if (this.waiting.length > 0 && !this.isClosed)
      this.batchTimer ??= this.parts.clock.after(retryMs, () => void this.writeBatch(), true);
  }

  /** Settles when the log is open, or cannot be opened now. */
  private opened(): Promise<void> {
    if (this.log || this.isClosed) return Promise.resolve();
    if (this.failure && this.parts.clock.now() - this.failure.at < retryMs) return Promise.resolve();
    this.opening ??= this.open().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  /** Settles at the limit too: the storage of the key may wait for a person. */
  private open(): Promise<void> {
    return new Promise((resolve) => {
      let isLate = false;
      const late = this.parts.clock.after(openMs, () => {
        isLate = true;
        this.fail(new HubError("timeout", message("audit.notOpened", "its key or its files did not answer in time")));
        resolve();
      });
      const settle = (end: () => void) => {
        late.dispose();
        if (!isLate) end();
        resolve();
      };
      AuditLog.open(this.logParts()).then(
        (log) => {
          settle(() => {
            this.log = log;
            this.failure = undefined;
          });
          if (this.log !== log) void log.close().catch((error: unknown) => this.fail(error));
        },
        (error: unknown) => settle(() => this.fail(error)),
      );
    });
  }

  private logParts(): AuditLogParts {
    const { ports, retention, clock, version } = this.parts;
    return { ports, retention, now: () => clock.now(), version };
  }

  /** Writes what waits, as much as can be written. Never throws. */
  private flush(): void {
    const { log } = this;
    if (!log || this.waiting.length === 0) return;
    try {
      while (this.waiting.length > 0) {
        const batch = this.waiting.slice(0, batchSize);
        for (const one of batch) this.salt(one, log.key.salt);
        log.append([...this.lostRecord(), ...batch.map(({ record }) => record)]);
        this.lost = 0;
        this.waiting = this.waiting.slice(batch.length);
      }
      this.signTimer ??= this.parts.clock.after(signMs, () => void this.sign(), true);
      this.tidy(log);
    } catch (error) {
      this.fail(error);
      log.abandon();
      this.log = undefined; // the next attempt opens it again, or another one
    }
  }

  private lostRecord(): readonly AuditRecord[] {
    return this.lost > 0 ? [newRecord("audit.lost", this.parts.clock.now(), { count: this.lost })] : [];
  }

  private salt(waiting: Waiting, salt: string): void {
    if (!waiting.isDigest) return;
    waiting.isDigest = false;
    const { sha256 } = this.parts.ports;
    const { record } = waiting;
    if (record.args !== undefined) record.args = sha256(salt + record.args);
    if (record.result !== undefined) record.result = sha256(salt + record.result);
  }

  private tidy(log: AuditLog): void {
    const now = this.parts.clock.now();
    if (now - this.tidiedAt < tidyMs && !log.isFull) return;
    this.tidiedAt = now;
    if (now - this.idleTidiedAt >= tidyIdleMs) {
      this.idleTidiedAt = now;
      this.tidying = tidyIdleLogs(this.logParts(), log.key).catch((error: unknown) => this.fail(error));
    }
    log.tidy();
  }

  private async sign(): Promise<void> {
    this.signTimer?.dispose();
    this.signTimer = undefined;
    if (!this.log?.isUnsigned) return;
    try {
      await this.log.sign();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    const reason = reasonOf(error);
    const isNew = this.failure?.reason !== reason;
    this.failure = { reason, at: this.parts.clock.now() };
    if (isNew) this.parts.failed(message("audit.unwritable", "The audit cannot be written: {reason}.", { reason }));
  }
}

const closedReason = () => message("audit.closed", "the hub is closing");

/** Node's own failures say it best by their code, e.g. `ENOSPC`. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && "code" in error && !(error instanceof HubError)
    ? String(error.code)
    : asHubError(error).message.replace(/\.$/, "");
