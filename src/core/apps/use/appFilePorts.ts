import type { FileLook } from "../appFiles";

/** The files of apps, as the hub reads and changes them. */
export interface AppFiles extends FileLook {
  /** The text of a file; `undefined` if it is missing. Rejects with a `HubError` if it cannot be read as text. */
  load(path: string): Promise<string | undefined>;
  /**
   * Writes a file as a whole, or not at all, if it still is what `before` says. What it held is kept as a backup first. Rejects with a
   * `HubError` if it cannot be written; the file is as it was then.
   */
  save(change: FileChange): Promise<SavedFile | "changed">;
}

/** A file before and after; `undefined` stands for a missing file. */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** It holds a token: only the user may read it. */
  readonly isPrivate: boolean;
}

/** A change that was made, and can be taken back. */
export interface SavedFile {
  /** Where the text from before is kept; missing where there was no file. */
  readonly backup?: string;
  /**
   * Puts back what was there, unless the file has changed since. `text` stands in its place where what was there would no longer be
   * right, such as a token that was revoked.
   */
  undo(text?: string): Promise<"undone" | "changed">;
}
