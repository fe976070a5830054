import type { Decision } from "../../src/protocol/hubEvent";
import type { CallOfRow } from "../row";

/** What the hub did with a call on its way, a sentence each. */
export function layerWords({ decision, retries, served, isTask, error, outcome }: CallOfRow): readonly string[] {
  const words: string[] = [];
  if (decision) words.push(`${outcome === "denied" ? "Refused" : "Allowed"}: ${decisionWords(decision)}`);
  if (served) words.push(servedWords[served]);
  if (retries !== undefined)
    words.push(`Sent again after ${retries === 1 ? "a failed attempt" : `${retries} failed attempts`}`);
  if (isTask) words.push("Ran as a task of the server");
  const code = error?.code;
  if (code === "circuit-open") words.push("Not sent: the circuit breaker is open, after several failures");
  if (code === "queue-full") words.push("Not sent: too many calls were waiting");
  if (code === "rate-limited") words.push("Held back by the limit of calls in a time");
  return words;
}

const servedWords = {
  cache: "Answered from the cache: nothing was sent",
  stale: "Answered with an earlier result, because the server failed",
  shared: "Shared the request of an identical call",
} as const;

function decisionWords(decision: Decision): string {
  switch (decision.by) {
    case "policy":
      return `${decision.rule} of the ${decision.source === "organization" ? "organization" : `${decision.source} settings`}`;
    case "question":
      return "you answered";
    case "person":
      return "you made the call by hand";
    case "grant":
      return "you allowed it before";
    case "setting":
      return "mcpHub.approval asks for no answer";
    case "annotations":
      return "a trusted server says that it only reads";
    case "scope":
      return "what the client may use";
    case "choice":
      return "you turned it off";
    case "listed":
      return "the server lists what is read";
    case "never-asks":
      return "completions need no answer";
  }
}
