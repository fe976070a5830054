import { lstat, mkdir, readFile, readlink, rmdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { AppFiles, FileChange, SavedFile } from "../../core/apps/use/appFilePorts";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { codeOf } from "../../protocol/systemError";
import { keepBackup } from "./backups";
import { removeFile, replaceFile } from "./replaceFile";

/** The largest file that is changed, in bytes. */
const sizeLimit = 20_000_000;

/** Links that are followed until the file they lead to. */
const linkLimit = 20;

/** A file as it is: its text, and the bits of its mode. */
interface Found {
  readonly text: string;
  readonly mode: number;
}

/** The files of apps on this machine. `backups` is the folder for what they held before. */
export class AppFileStore implements AppFiles {
  constructor(private readonly backups: string) {}

  async exists(path: string): Promise<boolean> {
    return stat(path).then(
      () => true,
      () => false,
    );
  }

  read(path: string): Promise<string | undefined> {
    return this.load(path).catch(() => undefined);
  }

  async load(path: string): Promise<string | undefined> {
    return (await found(path))?.text;
  }

  async save(change: FileChange): Promise<SavedFile | "changed"> {
    const { path, before, after, isPrivate } = change;
    const first = await found(path);
    if (first?.text !== before) return "changed";
    const backup = first && (await this.written(path, () => keepBackup(this.backups, path, first.text)));
    const made = await this.put(path, after, isPrivate ? privateMode : first?.mode);
    return {
      ...(backup !== undefined && { backup }),
      undo: async (text = before) => {
        if ((await found(path))?.text !== after) return "changed";
        const isAsBefore = text === before;
        await this.put(path, text, isAsBefore ? first?.mode : privateMode);
        if (text === undefined) await removeFolders(made);
        return "undone";
      },
    };
  }

  /** Writes or removes a file; the folders that were made for it, the innermost first. */
  private async put(path: string, text: string | undefined, mode: number | undefined): Promise<readonly string[]> {
    return this.written(path, async () => {
      const target = await fileBehind(path);
      if (text === undefined) {
        await removeFile(target);
        return [];
      }
      const outermost = await mkdir(dirname(target), { recursive: true });
      await replaceFile(target, text, mode);
      return outermost === undefined ? [] : foldersUpTo(dirname(target), outermost);
    });
  }

  private async written<T>(path: string, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      throw new HubError(
        "bad-config",
        message("apps.unwritable", "{path} was not changed: {reason}. Make it writable, or copy the entry.", {
          path: safeLine(path, 300),
          reason: reasonOf(error),
        }),
        { cause: error },
      );
    }
  }
}

const privateMode = 0o600;

async function found(path: string): Promise<Found | undefined> {
  try {
    const { size, mode } = await stat(path);
    if (size > sizeLimit) throw unreadable(path, message("apps.moreThan20", "it is larger than 20 MB"));
    const bytes = await readFile(path);
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), mode: mode & 0o777 };
  } catch (error) {
    if (error instanceof HubError) throw error;
    if (codeOf(error) === "ENOENT") return undefined;
    const reason = error instanceof TypeError ? message("apps.notUtf8", "it is not UTF-8 text") : reasonOf(error);
    throw unreadable(path, reason, error);
  }
}

const unreadable = (path: string, reason: string, cause?: unknown) =>
  new HubError(
    "bad-config",
    message("apps.unreadable", "{path} cannot be read: {reason}. It was not changed.", {
      path: safeLine(path, 300),
      reason,
    }),
    { cause },
  );

/** The file that a path leads to through links, also where it does not exist yet: the link stays, and what it leads to is written. */
async function fileBehind(path: string): Promise<string> {
  let file = path;
  for (let links = 0; links < linkLimit; links++) {
    const isLink = await lstat(file).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    if (!isLink) return file;
    file = resolve(dirname(file), await readlink(file));
  }
  throw new Error(message("apps.linkCircle", "its links form a loop"));
}

function foldersUpTo(inner: string, outermost: string): readonly string[] {
  const folders = [inner];
  for (let folder = inner; folder !== outermost && folder !== dirname(folder); ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

/** Removes folders that are empty. What somebody has put into one meanwhile stays, and so does everything around it. */
async function removeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const isGone = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}

const reasonOf = (error: unknown): string => codeOf(error) ?? (error instanceof Error ? error.message : String(error));
