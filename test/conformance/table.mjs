// npm run conformance [-- NAME…]: runs the conformance suite on the hub, scenario by scenario, and prints how each one ended.
// npm run conformance -- server [fixture] [NAME…] [--write]: the same of its gateway (server/serverTable.mjs).
import { installDependencies } from "../host/setUp.mjs";
import { outcomes } from "./outcomes.mjs";

const words = process.argv.slice(2);

await installDependencies();
const [{ bundleTests }, { build }] = await Promise.all([
  import("../host/bundleTests.mjs"),
  import("../host/extensionPackage.mjs"),
]);
const { failures } = await bundleTests(() => []);
if (failures.length > 0) throw new Error(failures.map(({ title, error }) => `${title}: ${error}`).join("\n"));
process.exitCode = (words[0] === "server" ? await serverTables() : await clientTables()) > 0 ? 1 : 0;

async function serverTables() {
  const { printServerTables } = await import("./server/serverTable.mjs");
  await build();
  return printServerTables(words.slice(1));
}

/** @returns {Promise<number>} how many failed */
async function clientTables() {
  const { scenarios } = await import("./scenarios.mjs");
  const wanted = scenarios.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const results = outcomes(wanted);
  let failed = 0;
  for (const set of new Set(wanted.map((scenario) => scenario.set))) {
    const rows = wanted.filter((scenario) => scenario.set === set);
    let passed = 0;
    console.log(`\n| ${set} | result | checks | |\n|---|---|---|---|`);
    for (const scenario of rows) {
      const outcome = await results(scenario);
      if (outcome.passed) passed++;
      else failed++;
      console.log(`| ${scenario.name} | ${outcome.passed ? "pass" : "FAIL"} | ${outcome.checks} | ${outcome.why} |`);
    }
    console.log(`| **${passed} of ${rows.length}** | | | |`);
  }
  return failed;
}
