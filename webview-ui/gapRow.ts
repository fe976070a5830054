import type { Row } from "./row";

/** Stands for events that are missing. `earlier`: they happened before the page opened. */
export function gapRow(id: number, at: number, missing: number, earlier: boolean): Row {
  const number = missing.toLocaleString("en-US");
  const text = earlier
    ? `${number} earlier ${missing === 1 ? "event is" : "events are"} no longer available`
    : `${number} ${missing === 1 ? "event" : "events"} not shown: too many happened at once`;
  return { id, at, kind: "gap", level: earlier ? "info" : "warning", text, missing };
}

/** Stands between the rows of earlier sessions, which were kept on disk, and those of this one. */
export function sessionRow(at: number): Row {
  return { id: 0, at, kind: "gap", level: "info", text: "Earlier sessions end here. What follows is of this one." };
}

/** One row for two such rows between which nothing is left; `undefined` if they are not such rows, or mean different things. */
export function joinedGaps(first: Row, second: Row): Row | undefined {
  if (first.missing === undefined || second.missing === undefined || first.level !== second.level) return undefined;
  return gapRow(second.id, second.at, first.missing + second.missing, first.level === "info");
}
