import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import type { Lock } from "../../core/auth/lock";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { Emitter } from "../../core/kernel/emitter";
import { HubError } from "../../core/kernel/hubError";
import type { SecretStore, StateStore } from "../../core/kernel/ports";
import { message } from "../../protocol/message";
import { codeOf, isAbsent } from "../../protocol/systemError";
import { followFile } from "../followedFile";
import type { SealingKey } from "./sealingKey";

/** What the file holds once it is opened. */
const Content = z.object({
  secrets: z.record(z.string(), z.string()),
  state: z.record(z.string(), z.unknown()),
});
type Content = z.infer<typeof Content>;

const nothing: Content = { secrets: {}, state: {} };

/** The largest file that is read, in bytes. The hub's own limits keep it far smaller. */
const limit = 4 * 1024 * 1024;

/** AES with 256 bits in Galois/Counter Mode: what was changed, or sealed with another key, does not open. */
const sealing = { alg: "dir", enc: "A256GCM" } as const;

export interface SealedFileOptions {
  readonly path: string;
  readonly key: SealingKey;
  /** Over all processes that use the file. */
  readonly lock: Lock;
  readonly report: (error: unknown) => void;
}

/**
 * The sign-ins of a user in one encrypted file (a JSON Web Encryption, RFC 7516), shared by all processes of the hub. Each write is made
 * under a lock, to what the others have written meanwhile, and replaces the file as a whole.
 */
export class SealedFile {
  private content: Content = nothing;
  private stamp = "";
  /** What reads or writes the file, one after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly changes: Emitter<string>;

  private constructor(private readonly options: SealedFileOptions) {
    this.changes = new Emitter(options.report);
  }

  /** Rejects with `bad-config` where there is a file that cannot be opened. */
  static async open(options: SealedFileOptions): Promise<SealedFile> {
    const file = new SealedFile(options);
    await file.refresh();
    return file;
  }

  /** Fires with the key of each secret that another process has changed. */
  get onChange() {
    return this.changes.event;
  }

  readonly secrets: SecretStore = {
    get: async (key) => {
      await this.refresh();
      return this.content.secrets[key];
    },
    set: (key, value) => this.change(({ secrets, state }) => ({ secrets: { ...secrets, [key]: value }, state })),
    delete: (key) =>
      this.change((content) => {
        const { [key]: removed, ...secrets } = content.secrets;
        return removed === undefined ? content : { secrets, state: content.state };
      }),
  };

  readonly state: StateStore = {
    get: (key) => this.content.state[key],
    set: (key, value) => this.change(({ secrets, state }) => ({ secrets, state: { ...state, [key]: value } })),
  };

  /** Notices what other processes write, until it is disposed. Rejects where its folder cannot be made. */
  async follow(clock: Clock): Promise<Disposable> {
    const { path, report } = this.options;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return followFile(path, clock, "", () => void this.refresh().catch(report), report);
  }

  private refresh(): Promise<void> {
    return this.inTurn(() => this.readAgain());
  }

  private async change(change: (content: Content) => Content): Promise<void> {
    const run = async () => {
      await this.readAgain();
      const changed = change(this.content);
      if (changed === this.content) return;
      await this.write(changed);
      this.content = changed;
      this.stamp = await this.stampNow();
    };
    await this.options.lock("sealed-file", () => this.inTurn(run));
  }

  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.last.then(run);
    this.last = turn.catch(() => {}); // the caller that asked for it gets the failure
    return turn;
  }

  /** Reads the file if it is another one than before. */
  private async readAgain(): Promise<void> {
    const stamp = await this.stampNow();
    if (stamp !== this.stamp) this.adopt(await this.read(), stamp);
  }

  /** Takes over what is in the file, and tells which secrets are others than before. */
  private adopt(content: Content, stamp: string): void {
    const before = this.content.secrets;
    this.content = content;
    this.stamp = stamp;
    const keys = new Set([...Object.keys(before), ...Object.keys(content.secrets)]);
    for (const key of keys) if (before[key] !== content.secrets[key]) this.changes.fire(key);
  }

  private async stampNow(): Promise<string> {
    try {
      const { ino, size, mtimeMs } = await stat(this.options.path);
      return `${ino} ${size} ${mtimeMs}`;
    } catch (error) {
      if (isAbsent(error)) return "";
      throw unreadable(this.options.path, codeOf(error) ?? String(error), error);
    }
  }

  private async read(): Promise<Content> {
    const { path, key } = this.options;
    const sealed = await readFile(path).catch((error: unknown) => {
      if (isAbsent(error)) return undefined;
      throw unreadable(path, codeOf(error) ?? String(error), error);
    });
    if (!sealed) return nothing;
    if (sealed.length > limit) throw unreadable(path, message("sealed.tooLarge", "it is too large"));
    const found = await key.find();
    if (!found) throw unreadable(path, message("sealed.noKey", "its key, {key}, is missing", { key: key.shown }));
    const { compactDecrypt } = await import("jose");
    try {
      const { plaintext } = await compactDecrypt(sealed.toString("utf8").trim(), found, {
        keyManagementAlgorithms: [sealing.alg],
        contentEncryptionAlgorithms: [sealing.enc],
      });
      return Content.parse(JSON.parse(new TextDecoder().decode(plaintext)));
    } catch (error) {
      throw unreadable(
        path,
        message("sealed.doesNotOpen", "it was changed, or {key} is not its key", { key: key.shown }),
        error,
      );
    }
  }

  private async write(content: Content): Promise<void> {
    const { path, key } = this.options;
    const { CompactEncrypt } = await import("jose");
    const plain = new TextEncoder().encode(JSON.stringify(content));
    const sealed = await new CompactEncrypt(plain).setProtectedHeader(sealing).encrypt(await key.get());
    const next = `${path}.${crypto.randomUUID()}`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(next, "wx", 0o600);
      try {
        await file.writeFile(`${sealed}\n`);
        await file.sync(); // a rotated refresh token that is lost with the power ends the sign-in
      } finally {
        await file.close();
      }
      await rename(next, path);
    } catch (error) {
      await rm(next, { force: true }).catch(() => {}); // if the folder itself is the problem, there is no file
      throw new HubError(
        "internal",
        message(
          "sealed.unwritable",
          "The sign-ins cannot be stored in {path} ({code}). Set MCP_HUB_STATE_FOLDER to a writable folder.",
          { path, code: codeOf(error) ?? String(error) },
        ),
        { cause: error },
      );
    }
  }
}

const unreadable = (path: string, why: string, cause?: unknown) =>
  new HubError(
    "bad-config",
    message(
      "sealed.unreadable",
      "The sign-ins in {path} cannot be read: {why}. Bring the key back, or delete the file and sign in again.",
      { path, why },
    ),
    { cause },
  );
