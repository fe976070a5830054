import type { DoctorStep } from "../core/auth/signIns";
import { safeLine } from "../core/redact";

const marks = { ok: "✓", failed: "✗", skipped: "–" } as const;

/** What the Sign-in Doctor found, as a document. */
export function doctorText(server: string, steps: readonly DoctorStep[]): string {
  const failed = steps.find(({ outcome }) => outcome === "failed");
  const verdict = failed ? `It stops at **${failed.name.toLowerCase()}**.` : "Every step is good.";
  const lines = steps.map(({ name, outcome, text }) => `- ${marks[outcome]} **${name}**: ${safeLine(text, 1000)}`);
  return [`# Sign-in to ${safeLine(server, 80)}`, "", verdict, "", ...lines, ""].join("\n");
}
