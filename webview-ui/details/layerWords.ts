import type { Decision } from "../../src/protocol/hubEvent";
import { message } from "../../src/protocol/message";
import type { CallOfRow } from "../row";

/** What the hub did with a call on its way, a sentence each. */
export function layerWords({ decision, retries, served, isTask, error, outcome }: CallOfRow): readonly string[] {
  const words: string[] = [];
  if (decision)
    words.push(
      `${outcome === "denied" ? message("page.layerWords.refused", "Refused") : message("page.layerWords.allowed", "Allowed")}: ${decisionWords(decision)}`,
    );
  if (served) words.push(servedWords[served]);
  if (retries !== undefined)
    words.push(
      retries === 1
        ? message("page.layerWords.sentAgain", "Sent again after a failed attempt")
        : message("page.layerWords.sentAgainOften", "Sent again after {retries} failed attempts", { retries }),
    );
  if (isTask) words.push(message("page.layerWords.ranAsATaskOf", "Ran as a task of the server"));
  const code = error?.code;
  if (code === "circuit-open")
    words.push(
      message(
        "page.layerWords.notSentTheCircuitBreaker",
        "Not sent: the circuit breaker is open, after several failures",
      ),
    );
  if (code === "queue-full")
    words.push(message("page.layerWords.notSentTooManyCalls", "Not sent: too many calls were waiting"));
  if (code === "rate-limited") words.push(message("page.layerWords.heldBackByTheLimit", "Held back by the rate limit"));
  return words;
}

const servedWords = {
  cache: message("page.layerWords.answeredFromTheCacheNothing", "Answered from the cache: nothing was sent"),
  stale: message(
    "page.layerWords.answeredWithAnEarlierResult",
    "Answered with an earlier result, because the server failed",
  ),
  shared: message("page.layerWords.sharedTheRequestOfAn", "Shared the request of an identical call"),
} as const;

function decisionWords(decision: Decision): string {
  switch (decision.by) {
    case "policy":
      return message("page.layerWords.ruleOfTheValue", "{rule} of the {value}", {
        rule: decision.rule,
        value:
          decision.source === "organization"
            ? message("page.layerWords.organization", "organization")
            : message("page.layerWords.scopeSettings", "{scope} settings", { scope: decision.source }),
      });
    case "question":
      return message("page.layerWords.youAnswered", "you answered");
    case "person":
      return message("page.layerWords.youMadeTheCallBy", "you made the call by hand");
    case "grant":
      return message("page.layerWords.youAllowedItBefore", "you allowed it before");
    case "setting":
      return message("page.layerWords.mcphubApprovalAsksForNo", "mcpHub.approval does not ask for an answer");
    case "annotations":
      return message("page.layerWords.aTrustedServerSaysThat", "a trusted server says that it only reads");
    case "scope":
      return message("page.layerWords.whatTheClientMayUse", "what the client may use");
    case "choice":
      return message("page.layerWords.youTurnedItOff", "you turned it off");
    case "listed":
      return message("page.layerWords.theServerListsWhatIs", "the server lists what is read");
    case "never-asks":
      return message("page.layerWords.completionsNeedNoAnswer", "completions need no answer");
  }
}
