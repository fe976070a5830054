import { message, textLanguage } from "../src/protocol/message";
import type { Row } from "./row";

/** Stands for events that are missing. `earlier`: they happened before the page opened. */
export function gapRow(id: number, at: number, missing: number, earlier: boolean): Row {
  const text = earlier ? goneWords(missing) : hiddenWords(missing);
  return { id, at, kind: "gap", level: earlier ? "info" : "warning", text, missing };
}

const goneWords = (missing: number): string =>
  missing === 1
    ? message("page.gap.oneGone", "1 earlier event is no longer available")
    : message("page.gap.gone", "{count} earlier events are no longer available", {
        count: missing.toLocaleString(textLanguage()),
      });

const hiddenWords = (missing: number): string =>
  missing === 1
    ? message("page.gap.oneHidden", "1 event not shown: too many happened at once")
    : message("page.gap.hidden", "{count} events not shown: too many happened at once", {
        count: missing.toLocaleString(textLanguage()),
      });
/** Stands between the rows of earlier sessions, which were kept on disk, and those of this one. */
export function sessionRow(at: number): Row {
  const text = message("page.gap.earlierSessions", "Earlier sessions end here. What follows is from this one.");
  return { id: 0, at, kind: "gap", level: "info", text };
}

/** One row for two such rows between which nothing is left; `undefined` if they are not such rows, or mean different things. */
export function joinedGaps(first: Row, second: Row): Row | undefined {
  if (first.missing === undefined || second.missing === undefined || first.level !== second.level) return undefined;
  return gapRow(second.id, second.at, first.missing + second.missing, first.level === "info");
}
