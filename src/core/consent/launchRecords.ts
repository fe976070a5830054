import { isObject } from "../../protocol/isObject";
import type { StateStore } from "../kernel/ports";
import { type LaunchReason, launchReasons } from "./launchSubject";

const storeKey = "mcpHub.launches";

/** The most answers that are kept of each kind; the oldest go first. */
const most = 500;

/** A person's answer to whether an entry may run. Times are milliseconds since the epoch. */
export interface LaunchAnswer {
  readonly allowed: boolean;
  /** What the entry was named then. */
  readonly server: string;
  readonly why: LaunchReason;
  readonly since: number;
}

export type LaunchAnswers = ReadonlyMap<string, LaunchAnswer>;

/** The answers by the digest of what they are about, the oldest first. What cannot be read, because another version wrote it, does not count. */
export function readAnswers(store: StateStore): LaunchAnswers {
  const stored = store.get(storeKey);
  const entries = isObject(stored) ? Object.entries(stored) : [];
  return new Map(
    entries.flatMap(([digest, value]): [string, LaunchAnswer][] => {
      if (!isObject(value)) return [];
      const { allowed, server, why, since } = value;
      if (typeof allowed !== "boolean" || typeof server !== "string" || typeof since !== "number") return [];
      const reason = launchReasons.find((one) => one === why);
      return reason ? [[digest, { allowed, server, why: reason, since }]] : [];
    }),
  );
}

/** Changes one answer; `undefined` forgets it. */
export async function writeAnswer(store: StateStore, digest: string, answer: LaunchAnswer | undefined): Promise<void> {
  const answers = new Map(readAnswers(store));
  answers.delete(digest); // keeps the newest last
  if (answer) answers.set(digest, answer);
  await store.set(storeKey, Object.fromEntries([...answers].slice(-most)));
}
