// npm run tasks [-- WORDS] [--write]: runs tasks of language models through @mcp and through REST (tasks.ts), those whose name contains the
// words. It ends with 1 if too few are completed. With --write, it writes docs/tasks.md.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { installDependencies } from "../host/setUp.mjs";

const { values, positionals } = parseArgs({
  options: { write: { type: "boolean", default: false } },
  allowPositionals: true,
});

await installDependencies();
process.env.MCP_HUB_SHELL_ENV = "0"; // a login shell gives these servers nothing
const [{ bundle }, { build }] = await Promise.all([
  import("../host/bundleTests.mjs"),
  import("../host/extensionPackage.mjs"),
]);
await build();
await bundle(["test/tasks/runTasks.ts", "test/tasks/tasks.ts", "test/tasks/table.ts"]);

/** @param {string} name */
const load = (name) => import(new URL(`../../out/test/tasks/${name}.js`, import.meta.url).href);
const { runTasks } = /** @type {typeof import("./runTasks")} */ (await load("runTasks"));
const { sets } = /** @type {typeof import("./tasks")} */ (await load("tasks"));
const { page, completedPart, least, toolFigures } = /** @type {typeof import("./table")} */ (await load("table"));

const outcomes = await runTasks(sets, {
  only: positionals.join(" "),
  on: ({ task, door, problem, requests, steps, tools }) => {
    console.log(`${problem ? "FAILED" : "done"}  ${door}  ${task}  (${requests} requests, ${steps} steps)`);
    if (problem) console.log(problem);
    for (const { tool, why } of tools) if (why !== undefined) console.log(`  a valid request failed: ${tool}: ${why}`);
  },
});
const poor = toolFigures(outcomes).filter(({ valid, succeeded }) => succeeded / valid < least.succeeded);
console.log(`${Math.floor(completedPart(outcomes) * 1000) / 10} % of ${outcomes.length} are completed.`);
for (const { tool, valid, succeeded } of poor)
  console.log(`${tool}: only ${succeeded} of ${valid} valid requests succeeded.`);
if (values.write) await writeFile("docs/tasks.md", page(outcomes));
process.exitCode = completedPart(outcomes) < least.completed || poor.length > 0 ? 1 : 0;
