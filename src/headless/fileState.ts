import { readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, posix, win32 } from "node:path";
import { HubError } from "../core/kernel/hubError";
import type { StateStore } from "../core/kernel/ports";

/** More than this the hub never keeps, in bytes: a larger file is not its own. */
const limit = 4 * 1024 * 1024;

/**
 * State that outlives the process, in one file of JSON. A file that is broken counts as none, and is replaced at the next write. Each
 * write is a new file under the old name, so that nobody ever reads half of one; of two processes the later one counts, value by value.
 */
export class FileState implements StateStore {
  private readonly file: string;
  private readonly own = new Map<string, unknown>();
  private values: Readonly<Record<string, unknown>>;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    /** Hears that there is a file which cannot be read. */
    report: (error: unknown) => void,
  ) {
    this.file = join(folder, "state.json");
    this.values = this.read(report);
  }

  get(key: string): unknown {
    return this.values[key];
  }

  /** Settles when the file is there; rejects with a `HubError` where it cannot be written. */
  set(key: string, value: unknown): Promise<void> {
    this.own.set(key, value);
    this.values = { ...this.values, [key]: value };
    const written = this.writing.then(() => this.write());
    this.writing = written.catch(() => undefined); // whoever has set it is told
    return written;
  }

  /** Settles when nothing is left to write. */
  settled(): Promise<void> {
    return this.writing;
  }

  private async write(): Promise<void> {
    this.values = { ...this.read(() => {}), ...Object.fromEntries(this.own) };
    const next = `${this.file}.${crypto.randomUUID()}`;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(next, JSON.stringify(this.values), { mode: 0o600 });
      await rename(next, this.file);
    } catch (error) {
      await rm(next, { force: true }).catch(() => {}); // where the folder itself is the trouble, there is none
      const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
      throw new HubError(
        "internal",
        `What was learned of servers cannot be kept in ${this.file} (${why}). Set MCP_HUB_STATE_FOLDER to a folder that can be written.`,
        { cause: error },
      );
    }
  }

  private read(report: (error: unknown) => void): Readonly<Record<string, unknown>> {
    try {
      const bytes = readFileSync(this.file);
      if (bytes.length > limit) throw new Error(`it holds more than ${limit} bytes`);
      const value: unknown = JSON.parse(bytes.toString("utf8"));
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("it holds no object");
      return Object.fromEntries(Object.entries(value));
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isMissing)
        report(
          new HubError("internal", `${this.file} cannot be read. What it held is learned anew.`, { cause: error }),
        );
      return {};
    }
  }
}

/**
 * Where the headless hub keeps what it learned: `MCP_HUB_STATE_FOLDER`, else where the system keeps such (XDG base directories; Apple's
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
  // A relative path there is to be passed by (XDG base directory specification).
  const named = env.XDG_STATE_HOME?.startsWith("/") ? env.XDG_STATE_HOME : undefined;
  return posix.join(named ?? posix.join(home, ".local", "state"), name);
}
