import type { HubEvent, QuestionKind, RequestFacts, ServerId } from "../../protocol/hubEvent";
import { onAbort } from "../kernel/abortSignals";
import type { Clock } from "../kernel/clock";
import { uniqueId } from "../kernel/uniqueId";

/** A question as the events name it. */
interface AskedQuestion {
  readonly kind: QuestionKind;
  readonly server: ServerId;
  /** The request that the question is about, where there is one. */
  readonly about?: RequestFacts;
}

/**
 * Shows a question, and publishes that it was asked and how it ended. `signal` aborts when the asker is gone; `isYes` says which answers
 * allow what was asked for.
 */
export async function asked<T>(
  { publish, clock }: { readonly publish: (event: HubEvent) => void; readonly clock: Clock },
  { kind, server, about }: AskedQuestion,
  signal: AbortSignal,
  show: (signal: AbortSignal) => Promise<T>,
  isYes: (answer: T) => boolean,
): Promise<T> {
  const facts = { question: uniqueId(), kind, server, ...(about && { about }) };
  const began = clock.now();
  publish({ type: "question.asked", ...facts });
  let isOver = false;
  const ended = (answer: "allowed" | "refused" | "gone") => {
    if (isOver) return;
    isOver = true;
    stopListening();
    publish({ type: "question.answered", ...facts, answer, ms: clock.now() - began });
  };
  const stopListening = onAbort(signal, () => ended("gone"));
  try {
    const answer = await show(signal);
    ended(isYes(answer) ? "allowed" : "refused");
    return answer;
  } catch (error) {
    ended("gone");
    throw error;
  }
}
