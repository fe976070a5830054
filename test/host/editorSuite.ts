// What VS Code runs as "the extension's tests": mocha, inside the extension host, where `vscode` can be imported.
// The other way, as a person with a mouse, is window.ts.
import { writeFile } from "node:fs/promises";
import { indent, readPlan, runMocha, type SuiteResult } from "./mochaRun.mjs";

/** Called by VS Code; a rejection makes its exit code 1. */
export async function run(): Promise<void> {
  const plan = await readPlan();
  let result: SuiteResult;
  try {
    result = await runMocha(plan, console.log);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    result = { passed: 0, skipped: 0, seconds: {}, failures: [{ title: "the test files load", error: text }] };
  }
  await writeFile(plan.resultFile, JSON.stringify(result));
  const [first] = result.failures;
  if (first) throw new Error(`${result.failures.length} failed, first: ${first.title}\n${indent(first.error)}`);
}
