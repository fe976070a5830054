import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { errorTable } from "../src/core/kernel/errorTable";
import { apiErrors } from "../src/gateway/rest/answers/apiCode";
import type { HubErrorCode } from "../src/protocol/hubErrorCode";

const page = readFileSync("docs/for-agents.md", "utf8");
const rowsBelow = (heading: string): string[][] =>
  page
    .slice(page.indexOf(`\n## ${heading}\n`))
    .split("\n## ")[1]
    ?.split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, ""))) ?? [];

/** The row of a failure, made of the tables that the hub itself goes by. */
function rowOf(reason: HubErrorCode): string[] {
  const { status, code } = apiErrors[reason];
  const { retryable, advice } = errorTable[reason];
  return [`\`${reason}\``, `${status} \`${code}\``, retryable ? "yes" : "no", advice()];
}

describe("docs/for-agents.md", () => {
  it("has every failure, with what the hub itself says and does about it", () => {
    const reasons = Object.keys(errorTable) as HubErrorCode[];
    assert.deepEqual(rowsBelow("After each failure"), reasons.map(rowOf));
  });

  it("has every tool that language models get", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8"));
    const tools: { name: string }[] = manifest.contributes.languageModelTools;
    assert.deepEqual(
      rowsBelow("The tools of the hub")
        .map(([name]) => name)
        .sort(),
      tools.map(({ name }) => `\`${name}\``).sort(),
    );
  });
});
