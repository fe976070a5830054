import { type NamedFile, sizeOf } from "./shownPart";

/** A file as it lies in memory. */
export interface KeptFile {
  readonly file: NamedFile;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
}

/** Files and bytes that are kept at once; the oldest go first, also while their editor is open. */
const keptFiles = 500;
const keptBytes = 64 * 1024 * 1024;

const notKept = "This result is no longer kept. Run the tool again.\n";

/** The files of results by path, in memory while there is room. */
export class ResultStore {
  private readonly files = new Map<string, KeptFile>();
  private readonly session: string;
  private total = 0;
  private lastFolder = 0;

  constructor(private readonly now: () => number) {
    // Tabs and chats outlive a window: an address of an earlier one must not lead to a result of this one.
    this.session = now().toString(36);
  }

  /** Keeps files together, in a folder of their own; gives their paths in order. */
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

  /** What lies there. A text that is gone says so itself, as VS Code shows no words of a failure; `undefined` for other files that are gone. */
  at(path: string): KeptFile | undefined {
    const isText = /\.(md|json|txt)$/.test(path);
    const gone = isText ? { file: { name: "", text: notKept }, size: notKept.length, mtime: 0 } : undefined;
    return this.files.get(path) ?? gone;
  }
}
