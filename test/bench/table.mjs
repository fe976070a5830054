// The lines of the table that `npm run bench` prints.

const widths = { what: 76, figure: 12, unit: 8, ratio: 8, target: 10 };

export const titles = line("what", "hub", "bare", "unit", "ratio", "target", "");

/** @param {import("./report").Row} row */
export function lineOf({ what, unit, hub, bare, target, ratio = bare && hub / bare }) {
  const judged = ratio ?? hub;
  const limit = target && ("atMost" in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`);
  const met = target && ("atMost" in target ? judged <= target.atMost : judged >= target.atLeast);
  return line(
    what,
    shown(hub),
    bare === undefined ? "" : shown(bare),
    unit,
    ratio === undefined ? "" : `${ratio.toFixed(2)}×`,
    limit ?? "",
    met === undefined ? "" : met ? "met" : "MISSED",
  );
}

/** Three digits that count, and never an exponent. @param {number} figure */
const shown = (figure) => (figure >= 100 ? figure.toFixed(0) : figure >= 1 ? figure.toFixed(1) : figure.toFixed(3));

/** @param {string} what @param {string} hub @param {string} bare @param {string} unit @param {string} ratio @param {string} target @param {string} met */
function line(what, hub, bare, unit, ratio, target, met) {
  return [
    what.padEnd(widths.what),
    hub.padStart(widths.figure),
    bare.padStart(widths.figure),
    ` ${unit}`.padEnd(widths.unit),
    ratio.padStart(widths.ratio),
    target.padStart(widths.target),
    ` ${met}`,
  ]
    .join("")
    .trimEnd();
}
