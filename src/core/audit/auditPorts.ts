import type { LogCheck } from "./verifyLog";

/** The newest signed head of a log: the record that signs everything before it. */
export interface AuditHead {
  readonly seq: number;
  /** SHA-256 of that record, in hexadecimal. */
  readonly hash: string;
  /** The id of the key that signed it. */
  readonly key: string;
}

/** A part of a log that was rotated away. */
export interface AuditArchive {
  readonly name: string;
  readonly bytes: number;
  /** When it was last written, in milliseconds since the epoch. */
  readonly endedAt: number;
}

/** The files of one log, while this process is its only writer. Each method throws what the system answers. */
export interface AuditFiles {
  /** The name of the log, unique in its folder. */
  readonly log: string;
  /** The first whole line of the current file; `undefined` if it has none. */
  readonly firstLine: string | undefined;
  /** The last whole line of the log, wherever it is; `undefined` if it has none. */
  readonly lastLine: string | undefined;
  /** How many bytes of an incomplete last line were removed when the log was opened. */
  readonly tornBytes: number;
  /** The size of the current file. */
  readonly bytes: number;
  /** When the current file was last written before it was opened, in milliseconds since the epoch. */
  readonly endedAt: number;
  /** Adds to the current file: all of the text, or nothing. */
  append(text: string): void;
  /** Settles when the current file is on the disk. */
  sync(): Promise<void>;
  /** Puts the current file aside and begins a new one. */
  rotate(): void;
  /** The files that were put aside, the oldest first. */
  archives(): readonly AuditArchive[];
  /** The last whole line of a file that was put aside. */
  lastLineOf(archive: AuditArchive): string | undefined;
  /** The size of all logs of the folder, in bytes. */
  folderBytes(): number;
  remove(archive: AuditArchive): void;
  /** Lets another process continue the log. */
  close(): void;
}

/** The key that signs heads, and the salt of digests. */
export interface AuditKey {
  /** The first 16 hexadecimal digits of the SHA-256 of the public key. */
  readonly id: string;
  /** As long as a SHA-256, and as secret as the key. */
  readonly salt: string;
  /** An Ed25519 signature (RFC 8032) of the UTF-8 bytes, in Base64. */
  sign(text: string): string;
}

/** Where the newest head of each log is kept outside of its file. */
export interface AuditHeads {
  get(log: string): Promise<AuditHead | undefined>;
  set(log: string, head: AuditHead): Promise<void>;
}

/** What the audit needs of the program around it. */
export interface AuditPorts {
  /** Takes the first log that no other process writes. */
  open(): AuditFiles;
  /** Takes, one by one, the logs that are there and that nobody writes. A caller that gets one closes it before the next. */
  idle(): Iterable<AuditFiles>;
  /** The key of this installation; made where there is none. */
  key(): Promise<AuditKey>;
  readonly heads: AuditHeads;
  /** SHA-256 of the UTF-8 bytes of a text, in hexadecimal. */
  sha256(text: string): string;
}

/** Looks into the logs that are there, those of other windows included. Rejects with what the system answers. */
export interface AuditReader {
  /** Where the logs are, as a path. */
  readonly folder: string;
  check(): Promise<readonly LogCheck[]>;
  /** The latest records of all logs, newest first, at most so many. */
  latest(count: number): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The id of the key of this installation; `undefined` if there is none yet. */
  ownKey(): Promise<string | undefined>;
}
