import type { QuestionKind, ServerId } from "../../protocol/hubEvent";
import type { Clock } from "../kernel/clock";

/** A stretch of time in which a person was asked, as the clock tells it. */
export interface AskedSpan {
  readonly from: number;
  readonly to: number;
}

/** Where a request notes when a person was asked for it; the list comes with its first entry. */
export interface AskedTimes {
  asked: AskedSpan[] | undefined;
}

/** A question that is not answered yet, and the requests that wait for its answer. */
interface OpenQuestion {
  readonly kind: QuestionKind;
  readonly from: number;
  readonly waiting: Set<AskedTimes>;
}

/**
 * Which of the person's time belongs to which request: a server that asks something back waits for a person, and the request to it waits
 * with it. Nothing says which request a server asks for. A request that ends well while the question is open has not waited for it, so
 * only those that last as long as the question count it.
 */
export class PersonTime {
  private readonly requests = new Map<ServerId, Set<AskedTimes>>();
  private readonly open = new Map<ServerId, Set<OpenQuestion>>();

  constructor(private readonly clock: Pick<Clock, "now">) {}

  /** A request to the server begins: from now on, what the server asks is noted in `times`. */
  enter(server: ServerId, times: AskedTimes): void {
    setOf(this.requests, server).add(times);
    // A value that is missing holds up the start of the server, and every request that comes meanwhile.
    for (const question of this.open.get(server) ?? []) if (question.kind === "input") question.waiting.add(times);
  }

  /** The request has ended; `answered`: by its server. */
  leave(server: ServerId, times: AskedTimes, answered: boolean): void {
    this.requests.get(server)?.delete(times);
    for (const { from, waiting } of this.open.get(server) ?? [])
      if (waiting.delete(times) && !answered) note(times, { from, to: this.clock.now() });
  }

  /** The person is asked in the name of the server; the returned function ends it. */
  ask(server: ServerId, kind: QuestionKind): () => void {
    const from = this.clock.now();
    const question = { kind, from, waiting: new Set(this.requests.get(server)) };
    const questions = setOf(this.open, server);
    questions.add(question);
    return () => {
      questions.delete(question);
      for (const times of question.waiting) note(times, { from, to: this.clock.now() });
      question.waiting.clear();
    };
  }
}

/** Notes a stretch of time in which a person was asked for the request. */
export function note(times: AskedTimes, span: AskedSpan): void {
  times.asked ??= [];
  times.asked.push(span);
}

/** How long a person was asked between two times, in milliseconds; what overlaps counts once. */
export function askedMs({ asked }: AskedTimes, from: number, to: number): number {
  if (!asked) return 0;
  let sum = 0;
  let reached = from;
  for (const span of asked.toSorted((a, b) => a.from - b.from)) {
    const start = Math.max(span.from, reached);
    const end = Math.min(span.to, to);
    if (end <= start) continue;
    sum += end - start;
    reached = end;
  }
  return sum;
}

function setOf<T>(map: Map<ServerId, Set<T>>, server: ServerId): Set<T> {
  const known = map.get(server) ?? new Set<T>();
  map.set(server, known);
  return known;
}
