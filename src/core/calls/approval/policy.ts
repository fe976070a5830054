import type { ServerId } from "../../../protocol/hubEvent";
import type { Options } from "../../config/schema/settings";

export type Verdict = "allow" | "ask" | "deny";

/** What an entry of the policy says, and the pattern that it is written under. */
export interface PolicyRule {
  readonly pattern: string;
  readonly verdict: Verdict;
}

const strictness: Record<Verdict, number> = { allow: 0, ask: 1, deny: 2 };

/**
 * What the person's policy says of a tool, by the longest matching `server/tool` entry; of two that are equally long the
 * stricter. `undefined` where it says nothing.
 */
export function policyFor(policy: Options["policy"], server: ServerId, tool: string): PolicyRule | undefined {
  let best: (PolicyRule & { readonly weight: number }) | undefined;
  for (const [pattern, verdict] of Object.entries(policy)) {
    if (!matchesName(pattern, `${server}/${tool}`)) continue;
    const weight = pattern.replaceAll("*", "").length;
    const wins =
      !best || weight > best.weight || (weight === best.weight && strictness[verdict] > strictness[best.verdict]);
    if (wins) best = { weight, verdict, pattern };
  }
  return best;
}

/** `*` stands for any text. Without regular expressions: a pattern must not become slow on a long name. */
export function matchesName(pattern: string, name: string): boolean {
  const [head = "", ...parts] = pattern.split("*");
  const tail = parts.pop();
  if (tail === undefined) return pattern === name;
  if (!name.startsWith(head)) return false;
  let from = head.length;
  for (const part of parts) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return name.length - from >= tail.length && name.endsWith(tail);
}
