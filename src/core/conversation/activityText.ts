import type { Progress } from "../messages/toolResult";
import { escapeMarkdown } from "../presentation/markdown";
import type { Activity } from "./modelTool";
import type { RunOutcome } from "./toolLoop";

/** While it runs: `Running classify_document on documents…` */
export const runningText = ({ doing }: Activity): string => `${escapeMarkdown(doing)}…`;

/** While it runs: `classify_document on documents: 3 of 10, reading page 3` */
export function progressText({ done }: Activity, { progress, total, message }: Progress): string {
  const count = total === undefined ? `${progress}` : `${progress} of ${total}`;
  return escapeMarkdown(`${done}: ${[count, message].filter(Boolean).join(", ")}`);
}

/** Afterwards: `✓ classify_document on documents, 0.3 s`, and why where it failed. */
export function endedText({ done }: Activity, outcome: RunOutcome, ms: number, reason?: string): string {
  const head = `${outcome === "ok" ? "✓" : "✗"} ${escapeMarkdown(done)}, ${seconds(ms)}`;
  if (outcome === "ok") return head;
  return `${head}: ${outcome === "tool-error" ? "the tool reported an error" : escapeMarkdown(reason ?? "failed", 400)}`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;

/** Milliseconds between two progress lines of one call: the chat keeps each that it is given. */
const interval = 1000;

/** Passes a value on at most once a second; what comes between is dropped. */
export function throttled<T>(now: () => number, pass: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    if (now() - last < interval) return;
    last = now();
    pass(value);
  };
}
