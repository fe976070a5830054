import assert from "node:assert/strict";
import { layerWords } from "../../webview-ui/details/layerWords";
import type { CallOfRow } from "../../webview-ui/row";

const words = (some: Partial<CallOfRow>) => layerWords({ id: "c", method: "tools/call", tool: "read", ...some });

describe("what the hub did with a call", () => {
  const rows: [some: Partial<CallOfRow>, words: string[]][] = [
    [{}, []],
    [{ decision: { by: "question" } }, ["Allowed: you answered"]],
    [{ decision: { by: "question" }, outcome: "denied" }, ["Refused: you answered"]],
    [{ decision: { by: "question" }, outcome: "failed" }, ["Allowed: you answered"]],
    [{ decision: { by: "policy", source: "user", rule: "rule 1" } }, ["Allowed: rule 1 of the user settings"]],
    [{ decision: { by: "policy", source: "organization", rule: "rule 1" } }, ["Allowed: rule 1 of the organization"]],
    [{ decision: { by: "person" } }, ["Allowed: you made the call by hand"]],
    [{ decision: { by: "grant" } }, ["Allowed: you allowed it before"]],
    [{ decision: { by: "setting" } }, ["Allowed: mcpHub.approval does not ask for an answer"]],
    [{ decision: { by: "annotations" } }, ["Allowed: a trusted server says that it only reads"]],
    [{ decision: { by: "scope" }, outcome: "denied" }, ["Refused: what the client may use"]],
    [{ decision: { by: "choice" }, outcome: "denied" }, ["Refused: you turned it off"]],
    [{ decision: { by: "listed" } }, ["Allowed: the server lists what is read"]],
    [{ decision: { by: "never-asks" } }, ["Allowed: completions need no answer"]],
    [{ served: "cache" }, ["Answered from the cache: nothing was sent"]],
    [{ served: "stale" }, ["Answered with an earlier result, because the server failed"]],
    [{ served: "shared" }, ["Shared the request of an identical call"]],
    [{ retries: 1 }, ["Sent again after a failed attempt"]],
    [{ retries: 2, isTask: true }, ["Sent again after 2 failed attempts", "Ran as a task of the server"]],
    [
      { error: { code: "circuit-open", message: "" } },
      ["Not sent: the circuit breaker is open, after several failures"],
    ],
    [{ error: { code: "queue-full", message: "" } }, ["Not sent: too many calls were waiting"]],
    [{ error: { code: "rate-limited", message: "" } }, ["Held back by the rate limit"]],
    [{ error: { code: "timeout", message: "" } }, []],
  ];
  for (const [some, expected] of rows)
    it(expected.join("; ") || `nothing of ${JSON.stringify(some)}`, () => assert.deepEqual(words(some), expected));
});
