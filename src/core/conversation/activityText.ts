import { message } from "../../protocol/message";
import type { Progress } from "../messages/toolResult";
import { escapeMarkdown } from "../presentation/markdown";
import type { Activity } from "./modelTool";
import type { RunOutcome } from "./toolLoop";

/** While a tool runs: `Running classify_document on documents…` */
export const runningText = ({ doing }: Activity): string => `${escapeMarkdown(doing)}…`;

/** While a person is asked: `classify_document on documents waits for your answer…` */
export const askingText = ({ done }: Activity): string =>
  `${escapeMarkdown(message("chat.waitsForAnswer", "{what} waits for your answer", { what: done }))}…`;

/** While a tool runs: `classify_document on documents: 3 of 10, reading page 3` */
export function progressText({ done }: Activity, { progress, total, message: text }: Progress): string {
  const count =
    total === undefined ? `${progress}` : message("chat.progress", "{progress} of {total}", { progress, total });
  return escapeMarkdown(`${done}: ${[count, text].filter(Boolean).join(", ")}`);
}

/** After a tool ran: `✓ classify_document on documents, 0.3 s`, and the reason if it failed; without a time if it never ran. */
export function endedText({ done }: Activity, outcome: RunOutcome, ms: number, reason?: string): string {
  const took = outcome === "failed" && ms < shownMs ? "" : `, ${seconds(ms)}`;
  const head = `${outcome === "ok" ? "✓" : "✗"} ${escapeMarkdown(done)}${took}`;
  if (outcome === "ok") return head;
  const why =
    outcome === "tool-error"
      ? message("chat.toolError", "the tool reported an error")
      : escapeMarkdown(reason ?? message("chat.failed", "failed"), 400);
  return `${head}: ${why}`;
}

/** The least that is not shown as 0.0 seconds. */
const shownMs = 50;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;

/** The least milliseconds between two progress lines of one call: the chat keeps every line. */
const intervalMs = 1000;

/** Passes a value on at most once a second and drops the values in between. */
export function throttled<T>(now: () => number, pass: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    if (now() - last < intervalMs) return;
    last = now();
    pass(value);
  };
}

/** Measures how long something takes, without the time that a person was asked meanwhile. */
export function stopwatch(now: () => number): { readonly without: (ms: number) => void; readonly ms: () => number } {
  const started = now();
  let asked = 0;
  return {
    without: (ms) => {
      asked += ms;
    },
    ms: () => Math.max(0, now() - started - asked),
  };
}
