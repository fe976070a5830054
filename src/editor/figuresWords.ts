import type { CallFigures, ServerFigures } from "../core/metrics";
import { inWords } from "../core/timeLimit";

/** How the calls of a server or a tool went, in a line; `undefined` where none was made and nothing is refused. */
export function callWords({ outcomes, errors, retries, inFlight, ms, breaker }: CallFigures): string | undefined {
  const calls = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const answered = outcomes.ok + outcomes["tool-error"];
  const codes = Object.entries(errors).map(([code, count]) => `${count} ${code}`);
  const parts = [
    calls > 0 && counted(calls, "call"),
    outcomes.failed > 0 && `${outcomes.failed} failed${codes.length > 0 ? ` (${codes.join(", ")})` : ""}`,
    retries > 0 && `${retries} sent again`,
    answered > 0 && `half within ${rounded(ms.p50)}, 95 % within ${rounded(ms.p95)}, 99 % within ${rounded(ms.p99)}`,
    inFlight > 0 && `${inFlight} in flight`,
    breaker === "open" && "calls are refused after too many failures",
    breaker === "half-open" && "a trial call finds out whether it works again",
  ].filter((part) => part !== false);
  return parts.length > 0 ? `Since the window opened: ${parts.join("; ")}.` : undefined;
}

/** How long a server is up, how often it came up again and who waits for it; `undefined` where there is nothing to say. */
export function lifeWords({ uptimeMs, restarts, waiting }: ServerFigures): string | undefined {
  const parts = [
    uptimeMs > 0 && `up for ${inWords(Math.round(uptimeMs / 1000) * 1000)}`,
    restarts > 0 && counted(restarts, "restart"),
    waiting > 0 && `${counted(waiting, "call")} waiting`,
  ].filter((part) => part !== false);
  const [first = "", ...rest] = parts;
  return first === "" ? undefined : `${[`${first.slice(0, 1).toUpperCase()}${first.slice(1)}`, ...rest].join(", ")}.`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const rounded = (ms: number): string => inWords(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
