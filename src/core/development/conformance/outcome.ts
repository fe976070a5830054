import * as z from "zod";
import { message } from "../../../protocol/message";
import type { ProgramEnd } from "./suiteNeeds";

/** How a scenario ended. `not-checked`: it found nothing to check, or did not come to its end. */
export type Verdict = "passed" | "failed" | "warning" | "not-checked";

/** A check that a server did not pass; untrusted texts. */
export interface FailedCheck {
  readonly id: string;
  readonly text: string;
}

export interface Outcome {
  readonly verdict: Verdict;
  /** How many checks passed. */
  readonly good: number;
  readonly failed: readonly FailedCheck[];
  /** Why nothing was checked; untrusted. */
  readonly why?: string;
}

/** How the suite ended for one scenario. */
export interface SuiteEnd {
  readonly ended: ProgramEnd;
  /** What it wrote about its checks (`checks.json`); missing where it wrote nothing. */
  readonly checks?: string;
}

const text = z.string().catch("");
const Checks = z.array(
  z.object({ id: text, name: text, description: text, errorMessage: text, status: z.string() }).partial(),
);

/** So many failed checks of one scenario are kept. */
const mostFailed = 50;

/** Counts strictly: the suite's own summary overlooks warnings, and scenarios in which nothing was checked. */
export function outcomeOf({ ended, checks: written }: SuiteEnd): Outcome {
  const checks = readChecks(written);
  const good = checks.filter(({ status }) => status === "SUCCESS").length;
  const failed = checks.filter(({ status }) => status === "FAILURE" || status === "WARNING");
  const base = {
    good,
    failed: failed.slice(0, mostFailed).map(({ id = "", name = "", description = "", errorMessage = "" }) => ({
      id: id || name,
      text: errorMessage || description,
    })),
  };
  if (failed.some(({ status }) => status === "FAILURE")) return { ...base, verdict: "failed" };
  if (failed.length > 0) return { ...base, verdict: "warning" };
  if (ended.kind !== "done" || good === 0) return { ...base, verdict: "not-checked", why: reason(ended) };
  return { ...base, verdict: "passed" };
}

/** Why a scenario that failed no check did not pass either. */
function reason(ended: ProgramEnd): string {
  switch (ended.kind) {
    case "done":
      return message("conformance.nothingChecked", "The scenario found nothing to check.");
    case "failed":
      return (
        lastLine(ended.stderr) ||
        message("conformance.suiteFailed", "The suite ended with {code}.", { code: String(ended.code ?? ended.signal) })
      );
    case "too-long":
      return message("conformance.suitePrinted", "The suite printed more than the hub reads.");
    case "not-started":
      return message("conformance.suiteNotStarted", "The suite could not be started ({code}).", { code: ended.code });
  }
}

function readChecks(written: string | undefined) {
  if (written === undefined) return [];
  try {
    return Checks.parse(JSON.parse(written));
  } catch {
    return []; // then nothing was checked, which is said
  }
}

const lastLine = (text = ""): string => text.trim().split(/\r?\n/).at(-1)?.trim() ?? "";
