import { useRef, useState } from "preact/hooks";
import { type MutedKind, type Note, newestOfEach } from "../../src/protocol/panel/note";
import type { HostPort } from "../hostPort";
import { useAsking } from "../useAsking";

/** What is known of notices, and the last one that was seen before the view was opened. */
export interface KnownNotes {
  /** Newest first. */
  readonly notes: readonly Note[];
  readonly muted: readonly MutedKind[];
  readonly dropped: number;
  readonly seenBefore: number;
}

interface NotesOptions {
  readonly host: HostPort;
  readonly news: unknown;
  readonly fail: (error: unknown) => void;
  readonly setUnread: (count: number) => void;
}

/** Reads notices as they come while the view is shown, which marks them as seen. */
export function useNotes({ host, news, fail, setUnread }: NotesOptions) {
  const [known, setKnown] = useState<KnownNotes>();
  /** Changes where what is shown must be read from the beginning. */
  const [turn, setTurn] = useState(0);
  const last = useRef(0);

  useAsking(
    async (isWanted) => {
      const after = last.current;
      const reply = await host.request("notes", after).catch(fail);
      if (!isWanted() || !reply) return;
      const newest = reply.notes.at(-1)?.seq ?? after;
      last.current = newest;
      setKnown((before) => ({
        notes: newestOfEach([...reply.notes.toReversed(), ...(after === 0 ? [] : (before?.notes ?? []))]),
        muted: reply.muted,
        dropped: reply.dropped,
        seenBefore: before?.seenBefore ?? reply.seen,
      }));
      if (reply.unread === 0 || document.visibilityState !== "visible") return setUnread(reply.unread);
      await host.request("seen", newest).catch(fail);
      setUnread(0);
    },
    { about: String(turn), news },
  );

  const again = () => {
    last.current = 0;
    setTurn((before) => before + 1);
  };
  /** Does something on the host that changes what is shown. */
  const change = (done: Promise<unknown>) => void done.then(again).catch(fail);
  return { known, change };
}
