import { type FSWatcher, watch } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { SecretSources } from "../../core/config/reading/secretSources";
import { secretAddress } from "../../core/config/secrets/secretKey";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { Emitter } from "../../core/kernel/emitter";
import type { SecretStore } from "../../core/kernel/ports";
import { environmentValues } from "../environmentValues";
import { type RunProgram, SecretProgram } from "./secretProgram";
import { secretInFolder } from "./secretsFolder";

export interface SourcedSecretsParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a relative folder is relative to. */
  readonly directory: string;
  readonly run: RunProgram;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** How often the folder is looked at where nothing says that it changed, and how long changes are gathered, in milliseconds. */
const lookMs = 2000;
const gatherMs = 100;

/**
 * The values of `${input:NAME}` and `${secret:NAME}` without an editor: from the environment, else from a folder of files, else from a
 * program. It never writes.
 */
export class SourcedSecrets implements SecretStore {
  /** What each server was given, by name; `undefined`: there was none. */
  private readonly given = new Map<string, Map<string, string | undefined>>();
  private readonly changes: Emitter<string>;
  private readonly environment: SecretStore;
  private program: SecretProgram | undefined;

  constructor(
    private sources: SecretSources,
    private readonly parts: SourcedSecretsParts,
  ) {
    this.changes = new Emitter(parts.report);
    this.environment = environmentValues(parts.env);
    this.configure(sources);
  }

  /** Fires with the name of each server for which a file has another secret than the one that it was given. */
  get onChange() {
    return this.changes.event;
  }

  /** What holds from now on. Values that are in use stay until they are asked for again. */
  configure(sources: SecretSources): void {
    const isSame = this.program !== undefined && isDeepStrictEqual(sources.secretCommand, this.sources.secretCommand);
    this.sources = sources;
    if (isSame) return;
    const { run, clock } = this.parts;
    this.program = sources.secretCommand && new SecretProgram(sources.secretCommand, run, clock);
  }

  async get(key: string): Promise<string | undefined> {
    const address = secretAddress(key);
    if (!address) return undefined;
    const { server, name } = address;
    const fromEnvironment = await this.environment.get(key);
    if (fromEnvironment !== undefined) return fromEnvironment;
    const value = await this.named(name);
    const known = this.given.get(server) ?? new Map<string, string | undefined>();
    this.given.set(server, known.set(name, value));
    return value;
  }

  set = (key: string, value: string) => this.environment.set(key, value);
  delete = (key: string) => this.environment.delete(key);

  /** The secret of a name that belongs to no server. */
  async named(name: string, fresh = false): Promise<string | undefined> {
    return (await this.inFolder(name)) ?? (await this.program?.get(name, fresh));
  }

  /** Reads again what a server was given, also from the program. Settles with whether anything of it is another value now. */
  async readAgain(server: string): Promise<boolean> {
    let isOther = false;
    for (const [name, before] of this.given.get(server) ?? []) isOther ||= (await this.named(name, true)) !== before;
    return isOther;
  }

  /** Notices changes of the files, until it is disposed. */
  follow(): Disposable {
    const { clock, report } = this.parts;
    let isOver = false;
    let timer: Disposable | undefined;
    let watcher: FSWatcher | undefined;
    let watched: string | undefined;
    const next = (ms: number) => {
      timer?.dispose();
      if (!isOver) timer = clock.after(ms, () => void look(), true);
    };
    const look = async () => {
      if (this.folder !== watched) {
        watcher?.close();
        watched = this.folder;
        watcher = watched === undefined ? undefined : watching(watched, () => next(gatherMs));
      }
      await this.lookAtFiles().catch(report);
      next(lookMs);
    };
    next(0);
    return {
      dispose() {
        isOver = true;
        timer?.dispose();
        watcher?.close();
      },
    };
  }

  private get folder(): string | undefined {
    const { secretsFolder } = this.sources;
    return secretsFolder === undefined ? undefined : resolve(this.parts.directory, secretsFolder);
  }

  private async inFolder(name: string): Promise<string | undefined> {
    const { folder } = this;
    return folder === undefined ? undefined : secretInFolder(folder, name);
  }

  private async lookAtFiles(): Promise<void> {
    for (const [server, known] of [...this.given]) {
      let isOther = false;
      for (const [name, before] of [...known]) {
        const now = await this.inFolder(name); // removed: what is in use stays
        if (now === undefined || now === before) continue;
        known.set(name, now);
        isOther = true;
      }
      if (isOther) this.changes.fire(server);
    }
  }
}

/** Watches a folder where that can be done; it is looked at every two seconds in any case. */
function watching(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, changed);
    watcher.on("error", () => watcher.close()); // such as a folder that was removed
    return watcher;
  } catch {
    return undefined;
  }
}
