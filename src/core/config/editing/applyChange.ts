import type { SecretStore } from "../../kernel/ports";

/** What a change does to secret storage: a value to store, or `undefined` for one to delete. */
export interface SecretChange {
  readonly key: string;
  readonly value: string | undefined;
}

/** Changes what is remembered beside the settings; settles with the way back. */
export type Following = () => Promise<() => Promise<void>>;

/** A change of settings files, with what is stored and remembered for their servers. */
export interface SettingsChange {
  readonly secrets: readonly SecretChange[];
  readonly following: readonly Following[];
  /** Writes the files, if they still are as the plan began with. Rejects with a `HubError`. */
  readonly write: () => Promise<WrittenSettings | "changed">;
}

/** Settings files that were written. */
export interface WrittenSettings {
  /** Puts them back as they were, after `first`; "changed" if they are other ones by now, and nothing was done. */
  undo(first: () => Promise<void>): Promise<"undone" | "changed">;
}

/** A change that was made. */
export interface AppliedChange {
  /**
   * Puts back every byte of the settings, and what was stored and remembered. "changed": the settings are other ones by now, and nothing
   * was done. Rejects with a `HubError`.
   */
  undo(): Promise<"undone" | "changed">;
}

/** Makes a change: all of it or nothing. "changed" if the settings are no longer those that were shown. */
export async function applyChange(change: SettingsChange, secrets: SecretStore): Promise<AppliedChange | "changed"> {
  const back: (() => Promise<void>)[] = [];
  const takeBack = async () => {
    for (const step of back.splice(0).toReversed()) await step();
  };
  const store = async ({ key, value }: SecretChange) => {
    const old = await secrets.get(key);
    const put = (text: string | undefined) => (text === undefined ? secrets.delete(key) : secrets.set(key, text));
    back.push(() => put(old));
    await put(value);
  };
  try {
    // The storage first: a server starts as soon as the settings have it.
    for (const one of change.secrets) if (one.value !== undefined) await store(one);
    for (const follow of change.following) back.push(await follow());
    const written = await change.write();
    if (written === "changed") {
      await takeBack();
      return "changed";
    }
    // Only now: a server that could not be taken out of the settings still needs its values.
    for (const one of change.secrets) if (one.value === undefined) await store(one);
    return { undo: () => written.undo(takeBack) };
  } catch (error) {
    await takeBack();
    throw error;
  }
}
