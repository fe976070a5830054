import type { Ask } from "./variableValues";

/** Queues questions: the person sees one at a time, and none whose caller has gone. */
export function oneAtATime(ask: Ask): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return (question, signal) => {
    const answer = last.then(() => (signal.aborted ? undefined : ask(question, signal)));
    last = Promise.allSettled([answer]); // a failure goes to its own caller and does not affect the next question
    return answer;
  };
}
