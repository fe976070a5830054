import { matchesOffer, type Offer, patternProblem, switchBounds } from "../../../core/access/switches";
import { message } from "../../../protocol/message";

/** Patterns as a person writes them in one line. */
export const patternsText = (patterns: readonly string[]): string => patterns.join(", ");

/** The patterns of a line, each of them once. */
export const patternsIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  ),
];

/** What is wrong with a line of patterns, as a sentence; `undefined` where nothing is. */
export function patternsProblem(text: string): string | undefined {
  const patterns = patternsIn(text);
  if (patterns.length > switchBounds.patterns)
    return message("choose.manyPatterns", "Enter at most {count} patterns.", { count: switchBounds.patterns });
  return patterns.map(patternProblem).find((problem) => problem !== undefined);
}

/** What patterns do now, as a sentence: a pattern that matches nothing may have a mistake, or be for a server that is not there. */
export function patternsResult(patterns: readonly string[], offers: readonly Offer[]): string {
  if (patterns.length === 0) return message("choose.noPatterns", "No pattern turns anything off now.");
  const matched = (pattern: string) => offers.filter((offer) => matchesOffer(pattern, offer));
  const count = new Set(patterns.flatMap(matched)).size;
  const idle = patterns.filter((pattern) => matched(pattern).length === 0);
  const found =
    count === 1
      ? message("choose.patternsMatchOne", "The patterns match 1 tool, prompt or resource now.")
      : message("choose.patternsMatch", "The patterns match {count} tools, prompts and resources now.", { count });
  return idle.length === 0
    ? found
    : `${found} ${message("choose.patternsIdle", "Nothing matches {patterns}.", { patterns: idle.join(", ") })}`;
}
