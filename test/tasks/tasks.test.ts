import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { withoutLoginShell } from "../support/aComposedHub";
import { adviceOf, unknownAdvice } from "./model/advice";
import { type Outcome, runTasks } from "./runTasks";
import { completedPart, least, toolFigures } from "./table";
import { sets } from "./tasks";

/** What neither door can meet, as it follows no resources and no tasks of its own. */
const unmet = ["too-many-subscriptions", "unknown-task"];

/** Half of `npm run tasks`: each task at one of its doors. */
describe("tasks of language models, through @mcp and through REST", function () {
  this.timeout(120_000);
  withoutLoginShell();
  const all = sets.flat();
  let outcomes: readonly Outcome[];

  before(async () => {
    outcomes = await runTasks(sets, { short: true });
  });

  it("are completed, as their servers show", () => {
    const problems = outcomes.flatMap(({ task, door, problem }) => (problem ? [`${task} (${door}): ${problem}`] : []));
    assert.equal(outcomes.length, all.length);
    assert.ok(completedPart(outcomes) >= least.completed, problems.join("\n\n"));
  });

  it("get what they asked for from every tool, where nothing is wrong with the request", () => {
    for (const { tool, valid, succeeded } of toolFigures(outcomes))
      assert.ok(succeeded / valid >= least.succeeded, `${tool}: ${succeeded} of ${valid}`);
  });

  it("are at least 40, and get over every failure that these doors can meet", () => {
    assert.ok(all.length >= 40, `${all.length} tasks`);
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
    const met = new Set(all.map(({ after }) => after));
    assert.deepEqual(
      [...adviceOf.keys()].filter((reason) => !met.has(reason as never)),
      unmet,
    );
  });

  it("know what to do about every sentence that docs/for-agents.md has for a failure", () => {
    assert.deepEqual(unknownAdvice(), []);
  });

  it("stand in docs/tasks.md with every door", () => {
    const rows = new Set(
      readFileSync("docs/tasks.md", "utf8")
        .split("\n")
        .map((line) => line.split(" | ").slice(0, 2).join(" | ")),
    );
    const wanted = all.flatMap(({ name, doors = ["@mcp", "REST"] }) => doors.map((door) => `| ${name} | ${door}`));
    assert.deepEqual(
      wanted.filter((row) => !rows.has(row)),
      [],
    );
  });
});
