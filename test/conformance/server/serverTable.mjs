// npm run conformance -- server [fixture] [NAME…]: runs the `server` scenarios of the conformance suite against the gateway, with a server
// of each era behind it, and prints how each one ended; with `fixture`, against the server that stands behind, by itself.
import { cannotPass } from "./cannotPass.mjs";
import { runServerScenarios } from "./runServerScenario.mjs";
import { nameFree, revisions, serverScenarios } from "./serverScenarios.mjs";
import { eras, fixtureWorld, gatewayWorld } from "./worlds.mjs";

/** @typedef {import("./serverScenarios.mjs").ServerScenario} ServerScenario */
/** @typedef {Map<ServerScenario, import("../runScenario.mjs").Outcome>} Outcomes */

/**
 * @param {readonly string[]} words after "server"
 * @returns {Promise<number>} how many did not end as they must
 */
export async function printServerTables(words) {
  const isFixture = words[0] === "fixture";
  const parts = isFixture ? words.slice(1) : words;
  const wanted = serverScenarios.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
  return isFixture ? fixtureTables(wanted) : gatewayTables(wanted);
}

/** @param {readonly ServerScenario[]} wanted */
async function fixtureTables(wanted) {
  const world = await fixtureWorld();
  try {
    const outcomes = await runServerScenarios(world.at("/mcp"), wanted);
    return print(wanted, (revision) => `The fixture by itself, ${revision}`, { fixture: outcomes });
  } finally {
    await world.stop();
  }
}

/** @param {readonly ServerScenario[]} wanted */
async function gatewayTables(wanted) {
  const merged = wanted.filter(({ name }) => nameFree.includes(name));
  /** @type {Record<string, Outcomes>} */
  const own = {};
  /** @type {Record<string, Outcomes>} */
  const all = {};
  for (const era of eras) {
    const world = await gatewayWorld(era);
    try {
      own[era] = await runServerScenarios(world.at("/mcp/fixture"), wanted);
      all[era] = await runServerScenarios(world.at("/mcp"), merged);
      console.error(`With a ${era} server: done.`);
    } finally {
      await world.stop();
    }
  }
  return (
    print(wanted, (revision) => `\`/mcp/fixture\`, ${revision}`, own) +
    print(merged, (revision) => `\`/mcp\`, ${revision}`, all)
  );
}

/**
 * @param {readonly ServerScenario[]} scenarios
 * @param {(revision: string) => string} heading
 * @param {Record<string, Outcomes>} columns by what stands behind
 */
function print(scenarios, heading, columns) {
  const where = /** @type {("legacy" | "modern" | "fixture")[]} */ (Object.keys(columns));
  let wrong = 0;
  for (const revision of revisions) {
    const rows = scenarios.filter((scenario) => scenario.revision === revision);
    if (rows.length === 0) continue;
    const titles = where.map((one) => (one === "fixture" ? "result" : `${one} server`));
    console.log(`\n| ${heading(revision)} | ${titles.join(" | ")} | |\n|---|${"---|".repeat(where.length)}---|`);
    for (const scenario of rows) {
      const cells = where.map((one) => cellOf(scenario, one, columns[one]?.get(scenario)));
      wrong += cells.filter(({ isWrong }) => isWrong).length;
      const notes = [...new Set(cells.map(({ note }) => note).filter(Boolean))];
      const name = scenario.unscored ? `${scenario.name} (${scenario.unscored})` : scenario.name;
      console.log(`| ${name} | ${cells.map(({ result }) => result).join(" | ")} | ${notes.join("; ")} |`);
    }
    const passed = where.map((one) => rows.filter((row) => columns[one]?.get(row)?.passed).length);
    console.log(`| **${rows.length}** | ${passed.map((count) => `**${count} pass**`).join(" | ")} | |`);
  }
  return wrong;
}

/**
 * @param {ServerScenario} scenario
 * @param {"legacy" | "modern" | "fixture"} where
 * @param {import("../runScenario.mjs").Outcome | undefined} outcome
 */
function cellOf(scenario, where, outcome) {
  const reason = cannotPass(scenario, where);
  if (outcome?.passed)
    return { result: "pass", isWrong: Boolean(reason), note: reason && "passes: take it off the list of exceptions" };
  if (reason) return { result: "cannot", isWrong: false, note: reason };
  return { result: "FAIL", isWrong: true, note: outcome?.why };
}
