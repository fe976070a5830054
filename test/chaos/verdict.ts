import type { ChaosFigures } from "./chaos";

/** What a run must not show; empty where all is well. */
export function faultsOf({ hung, writes, memory, away, answered, calls }: ChaosFigures): readonly string[] {
  return [
    hung > 0 && `${hung} calls hung`,
    writes.lost > 0 && `${writes.lost} writes were answered and lost`,
    writes.doubled > 0 && `${writes.doubled} writes took effect more than once`,
    growthOf(memory) > 1.25 && `memory grew to ${growthOf(memory).toFixed(2)} × of what it was`,
    away.length > 0 && `not back at the end: ${away.join(", ")}`,
    answered < calls / 2 && `only ${answered} of ${calls} calls were answered`,
  ].filter((words) => words !== false);
}

/** The last third by the first; the few megabytes that any run needs for its own are let be. */
export const growthOf = ({ first, last }: ChaosFigures["memory"]): number => Math.max(0, last - 4e6) / first;

/** The figures in lines. */
export function printed(figures: ChaosFigures, seconds: number): string {
  const { calls, answered, failures, faults, restarts, hung, slowestMs, writes, memory, away } = figures;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const failed = Object.entries(failures).map(([code, count]) => `${count} ${code}`);
  return [
    `calls     ${calls} (${Math.round(calls / seconds)} a second), ${answered} answered; failed: ${failed.join(", ") || "none"}`,
    `faults    ${faults} injected, ${restarts} reconnections`,
    `hung      ${hung}; the slowest call took ${(slowestMs / 1000).toFixed(1)} s of 10 s`,
    `writes    ${writes.made} made, ${writes.lost} lost, ${writes.doubled} doubled, ${writes.unheard} done though their answer was lost`,
    `memory    ${megabytes(memory.first)} in the first third, ${megabytes(memory.last)} in the last`,
    `away      ${away.join(", ") || "none at the end"}`,
  ].join("\n");
}
