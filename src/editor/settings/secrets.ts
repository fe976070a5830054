import type * as vscode from "vscode";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { type SecretAddress, secretAddress } from "../../core/config/secrets/secretKey";
import type { SecretStore, StateStore } from "../../core/kernel/ports";

/** The address of a stored value, without the value. */
export interface StoredSecret extends SecretAddress {
  readonly key: string;
}

/** The state key of the index, which holds keys but no values. */
const indexKey = "secrets.index";
/** The most values that are kept. A new value beyond this deletes the oldest one. */
const secretLimit = 500;

/** The editor's secret storage with an index of its keys, because VS Code 1.103 cannot list them. */
export class Secrets implements SecretStore {
  private lastChange: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly storage: vscode.SecretStorage,
    private readonly state: StateStore,
  ) {}

  /** Reports each key that this window or another one stored or deleted. */
  onChange(listener: (key: string) => void): vscode.Disposable {
    return this.storage.onDidChange(({ key }) => listener(key));
  }

  async get(key: string): Promise<string | undefined> {
    return this.storage.get(key);
  }

  async set(key: string, value: string): Promise<void> {
    // The index first: a value that is missing there could never be deleted.
    await this.changeIndex((keys) => (keys.includes(key) ? keys : [...keys, key]));
    await this.storage.store(key, value);
  }

  async delete(key: string): Promise<void> {
    await this.storage.delete(key);
    await this.changeIndex((keys) => keys.filter((known) => known !== key));
  }

  /** Deletes all values that were entered for one server. */
  async forget(server: ServerDefinition): Promise<void> {
    for (const { key } of this.of(server)) await this.delete(key);
  }

  /** The addresses of all values that were entered for one server. */
  of({ scope, source = "", key, id }: ServerDefinition): readonly StoredSecret[] {
    return this.list().filter(
      (stored) => stored.scope === scope && stored.source === source && stored.server === (key ?? id),
    );
  }

  /** The addresses of all stored inputs and secrets, oldest first. */
  list(): readonly StoredSecret[] {
    return this.keys().flatMap((key) => {
      const address = secretAddress(key);
      return address ? [{ ...address, key }] : [];
    });
  }

  private keys(): readonly string[] {
    const index = this.state.get(indexKey);
    return Array.isArray(index) ? index.filter((key) => typeof key === "string") : [];
  }

  /** Runs changes one after another: two at the same time would lose one. */
  private changeIndex(change: (keys: readonly string[]) => readonly string[]): Promise<void> {
    const changed = this.lastChange.then(async () => {
      const before = this.keys();
      const keys = change(before);
      // VS Code writes an extension's whole state at once: a needless write could undo what another window has just written.
      if (keys.length === before.length && keys.every((key, index) => key === before[index])) return;
      for (const key of keys.slice(0, -secretLimit)) await this.storage.delete(key);
      await this.state.set(indexKey, keys.slice(-secretLimit));
    });
    // The caller gets the failure of its own change; the next change runs anyway.
    this.lastChange = Promise.allSettled([changed]);
    return changed;
  }
}
