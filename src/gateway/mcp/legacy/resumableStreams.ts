import type { Clock } from "../../../core/kernel/clock";
import type { Disposable } from "../../../core/kernel/disposable";
import type { Exchange } from "../../http/exchange";
import type { Reply } from "../reply";
import { type EventId, StreamLog } from "./streamLog";

/** How many streams of one session are kept, and for how long after their answer, in milliseconds. */
const limits = { streams: 20, keptMs: 60_000 } as const;

/** How much of all streams that ended is kept, in characters. */
const endedCharacters = 16 * 1024 * 1024;

/** The first revision in which a stream begins with an id to come back with. */
const firstPrimed = "2025-11-25";

interface Kept {
  readonly log: StreamLog;
  readonly reply: Reply;
  over?: Disposable;
}

/** The streams of one session that its client may come back to (specification, transports, resumability and redelivery). */
export class ResumableStreams {
  private readonly kept = new Map<number, Kept>();

  constructor(
    private readonly revision: string,
    private readonly clock: Pick<Clock, "after">,
    /** The number before that of the first stream. */
    private last: number,
  ) {}

  /** Keeps a stream that begins now. */
  begin(reply: Reply): StreamLog {
    const stream = ++this.last;
    const log = new StreamLog(stream, this.revision >= firstPrimed, () => this.ended(stream));
    this.kept.set(stream, { log, reply });
    for (const oldest of this.kept.keys()) if (this.kept.size > limits.streams) this.forget(oldest);
    return log;
  }

  /** Goes on with the stream that an event belongs to; `false` where it is not known, or no longer. */
  resume(exchange: Exchange, { stream, number }: EventId): boolean {
    const kept = this.kept.get(stream);
    kept?.reply.resume(exchange, number);
    return kept !== undefined;
  }

  dispose(): void {
    for (const stream of [...this.kept.keys()]) this.forget(stream);
  }

  private ended(stream: number): void {
    const kept = this.kept.get(stream);
    if (!kept) return;
    kept.over = this.clock.after(limits.keptMs, () => this.forget(stream), true);
    const ended = [...this.kept].filter(([, { over }]) => over);
    let characters = ended.reduce((sum, [, { log }]) => sum + log.characters, 0);
    for (const [oldest, { log }] of ended) {
      if (characters <= endedCharacters || oldest === stream) return;
      characters -= log.characters;
      this.forget(oldest);
    }
  }

  private forget(stream: number): void {
    this.kept.get(stream)?.over?.dispose();
    this.kept.delete(stream);
  }
}
