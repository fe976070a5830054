import { readFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, posix, win32 } from "node:path";
import { HubError } from "../core/kernel/hubError";
import type { StateStore } from "../core/kernel/ports";
import { message } from "../protocol/message";
import { codeOf } from "../protocol/systemError";

/** The largest state file, in bytes, unless told otherwise. The hub never stores more, so a larger file is not its own. */
const usualLimit = 4 * 1024 * 1024;

/**
 * State that outlives the process, in one JSON file. A broken file counts as missing and is replaced at the next write. Each write creates
 * a new file and renames it, so that no process reads an incomplete one. If two processes write, the later one wins for each value.
 */
export class FileState implements StateStore {
  private readonly file: string;
  private readonly own = new Map<string, unknown>();
  private values: Readonly<Record<string, unknown>>;
  private writing: Promise<void> = Promise.resolve();
  /** The write that has not begun: it takes along whatever is set until then. */
  private next: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    /** Called if the file exists but cannot be read. */
    report: (error: unknown) => void,
    private readonly limit = usualLimit,
  ) {
    this.file = join(folder, "state.json");
    this.values = this.read(report);
  }

  get(key: string): unknown {
    return this.values[key];
  }

  /** Settles when the file is written. Rejects with a `HubError` if it cannot be written. */
  set(key: string, value: unknown): Promise<void> {
    this.own.set(key, value);
    this.values = { ...this.values, [key]: value };
    this.next ??= this.writeNext();
    return this.next;
  }

  /** Settles when nothing is left to write. */
  settled(): Promise<void> {
    return this.writing;
  }

  private writeNext(): Promise<void> {
    const written = this.writing.then(() => this.write());
    this.writing = written.catch(() => undefined); // the callers of `set` get the failure
    return written;
  }

  private async write(): Promise<void> {
    const ofOthers = await readFile(this.file)
      .then((bytes) => valuesIn(bytes, this.limit))
      .catch(() => ({})); // a broken file is replaced
    this.next = undefined;
    this.values = { ...ofOthers, ...Object.fromEntries(this.own) };
    const next = `${this.file}.${crypto.randomUUID()}`;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(next, JSON.stringify(this.values), { mode: 0o600 });
      await rename(next, this.file);
    } catch (error) {
      await rm(next, { force: true }).catch(() => {}); // if the folder itself is the problem, there is no file
      const reason = codeOf(error) ?? String(error);
      throw new HubError(
        "internal",
        message(
          "headless.stateUnwritable",
          "The state of the hub cannot be stored in {file} ({reason}). Set MCP_HUB_STATE_FOLDER to a writable folder.",
          { file: this.file, reason },
        ),
        { cause: error },
      );
    }
  }

  private read(report: (error: unknown) => void): Readonly<Record<string, unknown>> {
    try {
      return valuesIn(readFileSync(this.file), this.limit);
    } catch (error) {
      const isMissing = codeOf(error) === "ENOENT";
      if (!isMissing)
        report(
          new HubError(
            "internal",
            message(
              "headless.stateUnreadable",
              "The state of the hub in {file} cannot be read. The hub starts without it.",
              {
                file: this.file,
              },
            ),
            { cause: error },
          ),
        );
      return {};
    }
  }
}

/** @throws {Error} where the file is not one of the hub */
function valuesIn(bytes: Buffer, limit: number): Readonly<Record<string, unknown>> {
  if (bytes.length > limit) throw new Error(`it has more than ${limit} bytes`);
  const value: unknown = JSON.parse(bytes.toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("it is not an object");
  return Object.fromEntries(Object.entries(value));
}

/**
 * The folder for the state of the headless hub: `MCP_HUB_STATE_FOLDER`, otherwise the system's usual folder (XDG base directories; Apple's
 * Application Support; Windows' local application data).
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (env.MCP_HUB_STATE_FOLDER) return env.MCP_HUB_STATE_FOLDER;
  const name = "mcp-client-hub";
  if (platform === "win32") return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), name);
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", name);
  // A relative path must be ignored (XDG base directory specification).
  const named = env.XDG_STATE_HOME?.startsWith("/") ? env.XDG_STATE_HOME : undefined;
  return posix.join(named ?? posix.join(home, ".local", "state"), name);
}

/** Where the hub of this user keeps what outlives a process. */
export const stateFolderHere = (): string => stateFolder(process.env, process.platform, homedir());
