import { HubError } from "../../../core/kernel/hubError";
import type { StateStore } from "../../../core/kernel/ports";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { type NoteKind, noteKey, noteSources } from "../../../protocol/panel/note";

const storeKey = "panel.muted";
/** How many kinds can be muted in one workspace. */
export const mutedLimit = 200;

/** The kinds of notices that the person does not want to be told of, kept for the workspace. */
export class MutedKinds {
  private readonly kinds: Map<string, NoteKind>;

  constructor(private readonly state: StateStore) {
    this.kinds = new Map(readKinds(state.get(storeKey)).map((kind) => [noteKey(kind), kind]));
  }

  get all(): readonly NoteKind[] {
    return [...this.kinds.values()];
  }

  get isEmpty(): boolean {
    return this.kinds.size === 0;
  }

  has(kind: NoteKind): boolean {
    return this.kinds.has(noteKey(kind));
  }

  /** Rejects where too many are muted, or the state cannot be written; then nothing changes. */
  async mute({ server, from, name }: NoteKind): Promise<void> {
    const kind: NoteKind = { ...(server !== undefined && { server }), from, name };
    if (this.has(kind)) return;
    if (this.kinds.size >= mutedLimit)
      throw new HubError(
        "unsupported",
        message("panel.mutedLimit", "{count} kinds are muted, which is the limit. Unmute some of them first.", {
          count: mutedLimit,
        }),
      );
    await this.state.set(storeKey, [...this.all, kind]);
    this.kinds.set(noteKey(kind), kind);
  }

  async unmute(kind: NoteKind): Promise<void> {
    if (!this.has(kind)) return;
    const key = noteKey(kind);
    await this.state.set(
      storeKey,
      this.all.filter((one) => noteKey(one) !== key),
    );
    this.kinds.delete(key);
  }
}

/** What was stored, possibly by another version: what is not a kind is left out. */
const readKinds = (stored: unknown): readonly NoteKind[] =>
  (Array.isArray(stored) ? stored : []).slice(0, mutedLimit).flatMap((one: unknown): readonly NoteKind[] => {
    if (!isObject(one)) return [];
    const { server, name } = one;
    const from = noteSources.find((source) => source === one.from);
    if (typeof name !== "string" || !from || (server !== undefined && typeof server !== "string")) return [];
    return [{ ...(server !== undefined && { server }), from, name }];
  });
