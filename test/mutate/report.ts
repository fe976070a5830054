import { type Mutant, mutated } from "./mutantsOf";
import type { Trial } from "./trial";

/** A mutant, the source it was made in, and what became of it. */
export interface Outcome {
  readonly mutant: Mutant;
  readonly source: string;
  readonly trial: Trial;
}

/** One line for one mutant, as it ends. */
export function lineOf({ mutant, trial }: Outcome, index: number, count: number): string {
  const { file, line, kind, before, after } = mutant;
  const place = `${String(index).padStart(String(count).length)}/${count} ${trial.verdict.padEnd(18)} ${file}:${line}`;
  const why = trial.why && ` (${short(trial.why, 100)})`;
  return `${place} ${kind}: ${short(before)} → ${short(after)}${why} ${trial.seconds.toFixed(1)} s`;
}

/** The figures of all mutants, and each survivor with its lines before and after. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const those = (verdict: Trial["verdict"]) => outcomes.filter(({ trial }) => trial.verdict === verdict);
  const [noticed, survivors, unreached] = [those("noticed"), those("survived"), those("no test reaches it")];
  const fair = noticed.length + survivors.length;
  const share = fair === 0 ? "" : ` (${Math.round((100 * noticed.length) / fair)} %)`;
  return [
    ...(survivors.length > 0 ? ["Survivors:", ...survivors.map(survivorOf), ""] : []),
    ...(unreached.length > 0 ? ["No test in plain Node reaches:", ...unreached.map(survivorOf), ""] : []),
    `Noticed ${noticed.length} of ${fair}${share}; ${those("not compiled").length} not compiled, ${unreached.length} that no test reaches.`,
  ].join("\n");
}

function survivorOf({ mutant, source, trial }: Outcome): string {
  const { file, line, kind, start, end, after } = mutant;
  const from = source.lastIndexOf("\n", start - 1) + 1;
  const until = source.indexOf("\n", end);
  const to = until < 0 ? source.length : until;
  const changed = mutated(source, mutant).slice(from, to + after.length - (end - start));
  const lines = (sign: string, text: string) => text.replace(/^/gm, `    ${sign} `);
  const why = trial.why && `, ${trial.why}`;
  return `  ${file}:${line} (${kind}${why})\n${lines("-", source.slice(from, to))}\n${lines("+", changed)}`;
}

function short(text: string, limit = 40): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
