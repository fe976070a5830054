import { message } from "../../protocol/message";
import { type NamedFile, sizeOf } from "./shownPart";

/** A file that is kept in memory. */
export interface KeptFile {
  readonly file: NamedFile;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
}

/** The number of files and bytes that are kept. The oldest are dropped first, even while their editor is open. */
const keptFiles = 500;
const keptBytes = 64 * 1024 * 1024;

const expiredText = () => `${message("result.expired", "This result is no longer kept. Run the tool again.")}\n`;

/** Keeps the files of results in memory, by path, while there is room. */
export class ResultStore {
  private readonly files = new Map<string, KeptFile>();
  private readonly session: string;
  private total = 0;
  private lastFolder = 0;

  constructor(private readonly now: () => number) {
    // Tabs and chats outlive a window: an address of an earlier window must not lead to a result of this one.
    this.session = now().toString(36);
  }

  /** Keeps files together in their own folder. Returns their paths in order. */
  keep(files: readonly NamedFile[]): readonly string[] {
    const folder = `${this.session}-${++this.lastFolder}`;
    const paths = files.map((file) => {
      const path = `/${folder}/${file.name}`;
      const size = sizeOf(file);
      this.files.set(path, { file, size, mtime: this.now() });
      this.total += size;
      return path;
    });
    for (const [path, { size }] of this.files) {
      if ((this.files.size <= keptFiles && this.total <= keptBytes) || paths.includes(path)) break; // the newest stay
      this.files.delete(path);
      this.total -= size;
    }
    return paths;
  }

  /**
   * The file at a path. A text file that is no longer kept is replaced with a text that says so, because VS Code does not show the message
   * of a failure. `undefined` for other files that are no longer kept.
   */
  at(path: string): KeptFile | undefined {
    const kept = this.files.get(path);
    if (kept || !/\.(md|jsonc?|txt)$/.test(path)) return kept;
    const file = { name: "", text: expiredText() };
    return { file, size: sizeOf(file), mtime: 0 };
  }
}
