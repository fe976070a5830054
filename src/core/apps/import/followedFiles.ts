import { message } from "../../../protocol/message";
import type { ReadEntry, ReadServers } from "../../config/reading/readServers";
import type { FollowedFile } from "../../config/schema/options/followSettings";
import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import { Emitter, type Event } from "../../kernel/emitter";
import type { AppProblem } from "../app";
import type { System } from "../system";
import type { AppFiles } from "../use/appFilePorts";
import type { ImportRules } from "./candidates";
import { loaded, settled } from "./findSources";
import { brokenText, followedAppFile, followedEntries, followedServers } from "./followedServers";

export interface FollowedFilesPorts {
  /** Where apps keep their files. */
  readonly system: () => System;
  readonly files: Pick<AppFiles, "load">;
  readonly rules: () => ImportRules;
  /** Tells of every change of a file. */
  readonly watch: (path: string, changed: () => void) => Disposable;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** How long changes are gathered, and how long to wait before a file is read again, in milliseconds. */
const times = { gatherMs: 200, pauseMs: 100 } as const;

/** A followed file, with what was read of it last. */
interface Followed {
  readonly file: FollowedFile;
  entries: readonly ReadEntry[];
  problem: string | undefined;
  /** What was told last, to tell only of changes. */
  told: string;
  isReading: boolean;
  /** It has changed while it was read. */
  isStale: boolean;
  gathering: Disposable | undefined;
  watching: Disposable | undefined;
}

/** The servers of files of other apps that the settings follow. The files are read and watched, and never written. */
export class FollowedFiles implements Disposable {
  private all: readonly Followed[] = [];
  private isOver = false;
  private readonly changes: Emitter<void>;

  constructor(private readonly ports: FollowedFilesPorts) {
    this.changes = new Emitter(ports.report);
  }

  /** Servers or problems are other ones. */
  get onChange(): Event<void> {
    return this.changes.event;
  }

  /** What is followed now, in the order of the setting. A file that cannot be read has the servers that were read last. */
  get servers(): readonly ReadServers[] {
    return this.all.map(({ file, entries, problem }, at) => followedServers(file, at, entries, problem));
  }

  /** From now on these files are followed, and no others. */
  follow(files: readonly FollowedFile[]): void {
    if (this.isOver) return;
    const isSame = (one: FollowedFile, other: FollowedFile) => one.app === other.app && one.path === other.path;
    const distinct = files.filter((file, at) => files.findIndex((one) => one.path === file.path) === at);
    const before = this.all;
    if (before.length === distinct.length && before.every(({ file }, at) => isSame(file, distinct[at] ?? file))) return;
    const kept = (file: FollowedFile) => before.find((one) => isSame(one.file, file));
    this.all = distinct.map((file) => kept(file) ?? this.begin(file));
    for (const one of before) if (!this.all.includes(one)) end(one);
    for (const one of this.all) if (!before.includes(one)) void this.read(one);
    this.changes.fire();
  }

  dispose(): void {
    this.isOver = true;
    for (const one of this.all) end(one);
    this.changes.dispose();
  }

  private begin(file: FollowedFile): Followed {
    const one: Followed = {
      file,
      entries: [],
      problem: undefined,
      told: "",
      isReading: false,
      isStale: false,
      gathering: undefined,
      watching: undefined,
    };
    const { clock, watch } = this.ports;
    one.watching = watch(file.path, () => {
      one.gathering ??= clock.after(times.gatherMs, () => {
        one.gathering = undefined;
        void this.read(one);
      });
    });
    return one;
  }

  private async read(one: Followed): Promise<void> {
    one.isStale = true;
    if (one.isReading) return;
    one.isReading = true;
    try {
      while (one.isStale && this.all.includes(one) && !this.isOver) {
        one.isStale = false;
        await this.look(one);
      }
    } catch (error) {
      this.ports.report(error);
    } finally {
      one.isReading = false;
    }
  }

  private async look(one: Followed): Promise<void> {
    const { files, system, rules, clock } = this.ports;
    const { file } = one;
    const found = followedAppFile(file, system());
    if (!found) return this.tell(one, one.entries, brokenText(file, unknownApp(file)));
    const text = await loaded(file.path, files);
    const pause = () => new Promise<void>((resolve) => void clock.after(times.pauseMs, resolve));
    const read = text === undefined ? undefined : await settled(found.file, text, files, pause);
    const [problem] = read ? read.problems.filter(({ severity }) => severity === "error") : [gone()];
    // An app that is writing a file has emptied it first.
    const broken = problem ?? (typeof text === "string" && text.trim() === "" ? empty() : undefined);
    if (!read || broken) return this.tell(one, one.entries, brokenText(file, broken ?? gone()));
    this.tell(one, followedEntries(found.app, found.file, read, rules()), undefined);
  }

  private tell(one: Followed, entries: readonly ReadEntry[], problem: string | undefined): void {
    one.entries = entries;
    one.problem = problem;
    const told = JSON.stringify([entries, problem]);
    if (told === one.told || !this.all.includes(one) || this.isOver) return;
    one.told = told;
    this.changes.fire();
  }
}

function end({ watching, gathering }: Followed): void {
  watching?.dispose();
  gathering?.dispose();
}

const problemOf = (words: string): AppProblem => ({ path: [], severity: "error", message: words });

const gone = (): AppProblem => problemOf(message("follow.gone", "there is no such file."));

const empty = (): AppProblem => problemOf(message("follow.empty", "it is empty."));

const unknownApp = ({ app }: FollowedFile): AppProblem =>
  problemOf(message("follow.unknownApp", 'the hub knows no app "{app}".', { app }));
