import { opendir } from "node:fs/promises";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { isDocumentName } from "./formats";

/** How far a walk goes. Whatever is reached first ends it, and the result says so. */
export interface WalkLimits {
  readonly files: number;
  /** Folders below the first. */
  readonly depth: number;
  /** Entries looked at, documents or not. */
  readonly entries: number;
}

export interface Walk {
  /** Absolute, in the order of their names, a folder's own files before those of its folders. */
  readonly files: readonly string[];
  /** Whether a limit left something out. */
  readonly truncated: boolean;
  /** Folders that could not be opened. */
  readonly unreadable: readonly string[];
}

/**
 * The documents below a folder. Links are not followed, so a walk neither leaves the folder nor goes in circles; folders
 * that hold no one's writing (`node_modules`, and those whose name starts with a dot) are passed over.
 */
export async function walk(folder: string, limits: WalkLimits, signal?: AbortSignal): Promise<Walk> {
  const files: string[] = [];
  const unreadable: string[] = [];
  let left = limits.entries;
  let truncated = false;

  const visit = async (at: string, depth: number): Promise<void> => {
    const folders: string[] = [];
    const found: string[] = [];
    try {
      for await (const entry of await opendir(at)) {
        signal?.throwIfAborted();
        if (left-- <= 0) {
          truncated = true;
          break;
        }
        if (entry.isDirectory() && !isIgnored(entry.name)) folders.push(path.join(at, entry.name));
        else if (entry.isFile() && isDocumentName(entry.name)) found.push(path.join(at, entry.name));
      }
    } catch (error) {
      if (signal?.aborted) throw error;
      unreadable.push(at);
      return;
    }
    for (const file of found.sort()) {
      if (files.length < limits.files) files.push(file);
      else truncated = true;
    }
    if (depth === limits.depth) truncated ||= folders.length > 0;
    else for (const next of folders.sort()) if (!truncated) await visit(next, depth + 1);
    await setImmediate(); // lets a cancellation in
  };

  await visit(folder, 0);
  return { files, truncated, unreadable };
}

const isIgnored = (name: string) => name === "node_modules" || name.startsWith(".");
