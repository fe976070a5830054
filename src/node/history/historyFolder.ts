import { createHash, randomUUID } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { HistoryRoom } from "../../core/operations/history/historyEvent";
import type { HistoryFiles } from "../../core/operations/history/historyFiles";
import type { ServerId } from "../../protocol/hubEvent";
import { isAbsent } from "../../protocol/systemError";

export interface HistoryFolderOptions {
  /** The folder of the history of all workspaces. Nothing else may be in it. */
  readonly root: string;
  /** What tells this workspace from every other one. */
  readonly workspace: string;
  readonly now: () => number;
  /** For how many days files are kept, and how many bytes there may be of one server, and of all servers of a workspace. */
  readonly limits: () => { readonly days: number; readonly bytes: number; readonly allBytes: number };
}

/** The share of each room in the space of its server; where all servers have too much, the first room gives way first. */
const shares: Readonly<Record<HistoryRoom, number>> = { streamed: 0.125, messages: 0.375, calls: 0.5 };
/** A room has so many files at most, unless there are more days: the oldest goes when they are too much. */
const filesPerRoom = 4;
/** Another window may add a file meanwhile; then it is tried again. */
const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 20 };

const dayMs = 86_400_000;

interface HistoryFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The history of a workspace: a folder for each server, and in it a file for each room and day. Windows may write the same file at once:
 * they append whole lines, and a file that is large is put aside under a name of its own.
 */
export class HistoryFolder implements HistoryFiles {
  private readonly folder: string;
  /** How many files were put aside: their names are in their order, also within a millisecond. */
  private putAside = 0;

  constructor(private readonly options: HistoryFolderOptions) {
    this.folder = join(options.root, digestOf(options.workspace));
  }

  async append(server: ServerId, room: HistoryRoom, lines: string): Promise<void> {
    const folder = join(this.folder, digestOf(server));
    // The line before may have been cut when its window was killed.
    const text = `\n${lines}\n`;
    const write = async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await this.makeRoom(folder, room, Buffer.byteLength(text));
      await appendFile(this.current(folder, room), text, { mode: 0o600 });
    };
    await write().catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
      return write(); // another window has just removed the folder
    });
  }

  async *read(): AsyncGenerator<string, void, undefined> {
    for (const server of await entriesOf(this.folder))
      for (const { path } of await filesOf(join(this.folder, server))) {
        const text = await readFile(path, "utf8").catch(unlessAbsent);
        if (text !== undefined) yield text;
      }
  }

  async sweep(): Promise<void> {
    const { root, now, limits } = this.options;
    const { days, bytes, allBytes } = limits();
    const oldest = dayOf(now() - days * dayMs);
    for (const workspace of await entriesOf(root)) {
      const servers: HistoryFile[][] = [];
      for (const server of await entriesOf(join(root, workspace))) {
        const folder = join(root, workspace, server);
        const kept: HistoryFile[] = [];
        for (const room of Object.keys(shares) as HistoryRoom[]) {
          const files = await filesOf(folder, room);
          const fresh = files.filter(({ path }) => basename(path).slice(room.length + 1) >= oldest);
          await removed(files.filter((file) => !fresh.includes(file)));
          kept.push(...(await cutTo(fresh, bytes * shares[room])));
        }
        if (kept.length > 0) servers.push(kept);
        else await rmdir(folder).catch(() => {}); // another window has just added something
      }
      await cutAll(servers, allBytes);
    }
  }

  clear(): Promise<void> {
    return rm(this.folder, removal);
  }

  removeAll(): Promise<void> {
    return rm(this.options.root, removal);
  }

  /** The file that is written now. The name of a file that was put aside the same day comes before it. */
  private current(folder: string, room: HistoryRoom): string {
    return join(folder, `${room}.${dayOf(this.options.now())}.jsonl`);
  }

  private async makeRoom(folder: string, room: HistoryRoom, coming: number): Promise<void> {
    const share = this.options.limits().bytes * shares[room];
    const current = this.current(folder, room);
    const { size } = (await stat(current).catch(unlessAbsent)) ?? { size: 0 };
    if (size === 0 || size + coming <= share / filesPerRoom) return;
    const order = `${this.options.now()}-${String(++this.putAside).padStart(6, "0")}`;
    const aside = `${current.slice(0, -".jsonl".length)}-${order}-${randomUUID()}.jsonl`;
    await rename(current, aside).catch(unlessAbsent);
    await cutTo(await filesOf(folder, room), share - coming);
  }
}

/** The day of a time (UTC), such as `2026-11-30`: its order is that of its text. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A name for a folder that stands for any text, on every system. */
const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** What is in a folder, in order; nothing where there is none. */
async function entriesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(unlessAbsent);
  return (names ?? []).sort();
}

/** The files of a server, of one room or of all of them, the oldest of each room first. */
async function filesOf(folder: string, room = ""): Promise<HistoryFile[]> {
  const files: HistoryFile[] = [];
  for (const name of await entriesOf(folder)) {
    if (!name.startsWith(room) || !name.endsWith(".jsonl")) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(unlessAbsent);
    if (found) files.push({ path, bytes: found.size });
  }
  return files;
}

/** Removes the oldest files until the others fit; resolves with those. */
async function cutTo(files: readonly HistoryFile[], limit: number): Promise<HistoryFile[]> {
  const kept = [...files];
  while (kept.length > 0 && sizeOf(kept) > limit) await removed(kept.splice(0, 1));
  return kept;
}

/** The server with the most loses a file, until all of them together fit. */
async function cutAll(servers: readonly HistoryFile[][], limit: number): Promise<void> {
  while (sizeOf(servers.flat()) > limit) {
    const fullest = servers.reduce((most, files) => (sizeOf(files) > sizeOf(most) ? files : most));
    await removed(fullest.splice(0, 1));
  }
}

const sizeOf = (files: readonly HistoryFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

async function removed(files: readonly HistoryFile[]): Promise<void> {
  for (const { path } of files) await rm(path, { force: true });
}

function unlessAbsent(error: unknown): undefined {
  if (!isAbsent(error)) throw error;
  return undefined;
}
