import { readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, mkdir, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { Emitter } from "../../core/kernel/emitter";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { codeOf } from "../../protocol/systemError";
import { type ClientRecord, readClientRecord } from "./clientRecord";
import type { ClientStore } from "./clientStore";
import { writePrivateFile } from "./privateFile";

/** How often other processes are looked after, in milliseconds: a token that one revokes holds no longer than this in another. */
const lookMs = 500;

/** File systems count time in steps: what changes in the step of the last look would not be seen by its time alone. */
const stepMs = 2000;

/** Clients in the folder, and bytes in one record. More is not of the hub's making. */
const clientLimit = 500;
const recordLimit = 64 * 1024;

const recordFile = /^([\w-]{1,64})\.json$/;

/**
 * The clients as files of one folder, which only the user can read: `<id>.json` each, and beside it `<id>.used`, whose time is the last
 * use. Records are replaced by renaming, so that the time of the folder tells whether anything has changed.
 */
export class ClientFolder implements ClientStore, Disposable {
  private records: readonly ClientRecord[] = [];
  private seen = "";
  private readonly reported = new Set<string>();
  private timer: Disposable;
  private readonly changes: Emitter<void>;
  readonly onChange;

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
    /** Hears of records that cannot be read and of uses that cannot be noted, once each, and of a folder that cannot be read. */
    private readonly report: (error: unknown) => void,
  ) {
    this.changes = new Emitter(report);
    this.onChange = this.changes.event;
    this.look();
    this.timer = this.nextLook();
  }

  all(): readonly ClientRecord[] {
    return this.records;
  }

  async put(record: ClientRecord): Promise<void> {
    const isNew = !this.records.some(({ id }) => id === record.id);
    if (isNew && this.records.length >= clientLimit) throw tooMany();
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await chmod(this.folder, 0o700);
      await writePrivateFile(this.folder, `${record.id}.json`, JSON.stringify(record));
    } catch (error) {
      throw unwritable(this.folder, error);
    }
    this.look();
  }

  async remove(id: string): Promise<void> {
    try {
      await rm(this.fileOf(id), { force: true });
      await rm(this.useOf(id), { force: true });
    } catch (error) {
      throw unwritable(this.folder, error);
    }
    this.look();
  }

  noteUse(id: string, at: number): void {
    const file = this.useOf(id);
    const seconds = at / 1000;
    void utimes(file, seconds, seconds)
      .catch(() => writeFile(file, "", { mode: 0o600 }).then(() => utimes(file, seconds, seconds)))
      .catch((error: unknown) => this.reportOnce(file, unwritable(this.folder, error)));
  }

  async lastUses(): Promise<ReadonlyMap<string, number>> {
    const names = await readdir(this.folder).catch(() => []);
    const uses = names
      .filter((name) => name.endsWith(".used"))
      .map(async (name): Promise<[string, number][]> => {
        const found = await stat(join(this.folder, name)).catch(() => undefined);
        return found ? [[name.slice(0, -".used".length), found.mtimeMs]] : [];
      });
    return new Map((await Promise.all(uses)).flat());
  }

  dispose(): void {
    this.timer.dispose();
  }

  private nextLook(): Disposable {
    return this.clock.after(
      lookMs,
      () => {
        this.look();
        this.timer = this.nextLook();
      },
      true,
    );
  }

  /** Reads the folder again if it has changed. */
  private look(): void {
    try {
      const { mtimeMs, ino } = statSync(this.folder);
      const seen = `${ino} ${mtimeMs} ${Date.now() - mtimeMs < stepMs ? Date.now() : ""}`;
      if (seen === this.seen) return;
      this.seen = seen;
      this.take(this.read());
    } catch (error) {
      // A client that cannot be looked up is not let in.
      if (!isMissing(error)) this.reportOnce(String(error), error);
      this.take([]);
    }
  }

  private read(): readonly ClientRecord[] {
    const names = readdirSync(this.folder).filter((name) => recordFile.test(name));
    return names.slice(0, clientLimit).flatMap((name) => {
      const record = readRecord(join(this.folder, name));
      if (record !== "broken") return record && `${record.id}.json` === name ? [record] : [];
      this.reportOnce(name, unreadable(join(this.folder, name)));
      return [];
    });
  }

  private reportOnce(what: string, error: unknown): void {
    if (!this.reported.has(what)) this.report(error);
    this.reported.add(what);
  }

  private take(records: readonly ClientRecord[]): void {
    if (JSON.stringify(records) === JSON.stringify(this.records)) return;
    this.records = records;
    this.changes.fire();
  }

  private fileOf = (id: string): string => join(this.folder, `${id}.json`);
  private useOf = (id: string): string => join(this.folder, `${id}.used`);
}

/** `undefined` where another process has just removed it. */
function readRecord(file: string): ClientRecord | "broken" | undefined {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > recordLimit) return "broken";
    return readClientRecord(JSON.parse(bytes.toString("utf8"))) ?? "broken";
  } catch (error) {
    return isMissing(error) ? undefined : "broken";
  }
}

const isMissing = (error: unknown): boolean => codeOf(error) === "ENOENT";

const unreadable = (file: string) =>
  new HubError(
    "internal",
    message(
      "gateway.clientUnreadable",
      "A client of the gateway is not let in, because {file} cannot be read. Remove the file, and set up the client again.",
      { file },
    ),
  );

const tooMany = () =>
  new HubError(
    "denied",
    message("gateway.tooManyClients", "There are {limit} clients of the gateway. Revoke one that is no longer used.", {
      limit: clientLimit,
    }),
  );

const unwritable = (folder: string, error: unknown) =>
  new HubError(
    "internal",
    message(
      "gateway.clientsUnwritable",
      "The clients of the gateway cannot be stored in {folder} ({reason}). Make the folder writable, then try again.",
      { folder, reason: codeOf(error) ?? String(error) },
    ),
    { cause: error },
  );
