import type { Ask } from "./variableValues";

/** Puts questions in a line: a person sees one at a time, and none that nobody waits for any more. */
export function oneAtATime(ask: Ask): Ask {
  let last: Promise<unknown> = Promise.resolve();
  return (question, signal) => {
    const answer = last.then(() => (signal.aborted ? undefined : ask(question, signal)));
    last = Promise.allSettled([answer]); // its own asker hears of a failure; the next question is asked all the same
    return answer;
  };
}
