import type { StateStore } from "../../core/kernel/ports";
import { type CallTarget, targetKey } from "../../protocol/callPageMessages";

const key = "callPage.recent";
const limit = 20;

/** What was called last from the page in this workspace: names only, never arguments. */
export class RecentTargets {
  constructor(private readonly state: StateStore) {}

  /** The keys of the targets, the latest first. */
  get keys(): readonly string[] {
    const kept = this.state.get(key);
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, limit) : [];
  }

  async add(target: CallTarget): Promise<void> {
    const own = targetKey(target);
    await this.state.set(key, [own, ...this.keys.filter((one) => one !== own)].slice(0, limit));
  }
}
