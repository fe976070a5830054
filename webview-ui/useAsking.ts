import { useEffect, useRef } from "preact/hooks";
import { Asking } from "./asking";

interface AskingOptions {
  /** What the question is about: another one is asked at once. */
  readonly about: string;
  /** Changes when something happened that may change the answer. */
  readonly news: unknown;
  /** Asks at least this often, in milliseconds; missing: only when something happened. */
  readonly everyMs?: number;
  /** The least time between two questions, in milliseconds. */
  readonly pauseMs?: number;
}

/**
 * Asks the host while the caller is shown: at once, and whenever the answer may be another. `ask` does not reject, and is told whether its
 * answer is still wanted. What is returned asks once more.
 */
export function useAsking(
  ask: (isWanted: () => boolean) => Promise<void>,
  { about, news, everyMs, pauseMs = 1000 }: AskingOptions,
): () => void {
  const now = useRef(ask);
  now.current = ask;
  const asking = useRef<Asking | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    const begun = new Asking(() => now.current(() => !isOver), pauseMs);
    asking.current = begun;
    begun.want();
    const timer = everyMs === undefined ? undefined : setInterval(() => begun.want(), everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
      begun.dispose();
    };
  }, [about]);
  useEffect(() => asking.current?.want(), [news]);
  return () => asking.current?.want();
}
