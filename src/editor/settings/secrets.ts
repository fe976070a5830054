import type * as vscode from "vscode";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { type SecretAddress, secretAddress } from "../../core/config/secrets/secretKey";
import type { SecretStore, StateStore } from "../../core/kernel/ports";

/** A value that is stored; the value itself stays in the store. */
export interface StoredSecret extends SecretAddress {
  readonly key: string;
}

/** Where the keys are kept, without the values. */
const indexKey = "secrets.index";
/** At most so many values are kept; beyond that the one that was stored first is forgotten. */
const secretLimit = 500;

/**
 * The editor's secret storage, with an index of its keys: VS Code 1.101 cannot list what it stores.
 */
export class Secrets implements SecretStore {
  private changing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly storage: vscode.SecretStorage,
    private readonly state: StateStore,
  ) {}

  /** Tells of each key that was stored or deleted, by this window or another one. */
  onChange(listener: (key: string) => void): vscode.Disposable {
    return this.storage.onDidChange(({ key }) => listener(key));
  }

  async get(key: string): Promise<string | undefined> {
    return this.storage.get(key);
  }

  async set(key: string, value: string): Promise<void> {
    // First the index: a value that is not in it could never be forgotten.
    await this.changeIndex((keys) => (keys.includes(key) ? keys : [...keys, key]));
    await this.storage.store(key, value);
  }

  async delete(key: string): Promise<void> {
    await this.storage.delete(key);
    await this.changeIndex((keys) => keys.filter((known) => known !== key));
  }

  /** Forgets all that was entered for one server. */
  async forget({ scope, source = "", key, id }: ServerDefinition): Promise<void> {
    for (const stored of this.list())
      if (stored.scope === scope && stored.source === source && stored.server === (key ?? id))
        await this.delete(stored.key);
  }

  /** The values of inputs and secrets that are stored, in the order in which they were. */
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

  /** One change after the other: two at a time would lose one. */
  private changeIndex(change: (keys: readonly string[]) => readonly string[]): Promise<void> {
    const changed = this.changing.then(async () => {
      const before = this.keys();
      const keys = change(before);
      // VS Code writes all of an extension's state at once: what is written for nothing may undo what another window has just written.
      if (keys.length === before.length && keys.every((key, index) => key === before[index])) return;
      for (const key of keys.slice(0, -secretLimit)) await this.storage.delete(key);
      await this.state.set(indexKey, keys.slice(-secretLimit));
    });
    // Whoever asked for a change hears of its failure; the next one is tried all the same.
    this.changing = Promise.allSettled([changed]);
    return changed;
  }
}
