// npm run conformance -- server [fixture] [NAME…]: runs the `server` scenarios of the conformance suite against the gateway, with a server
// of each era behind it, and prints how each one ended; with `fixture`, against the server that stands behind, by itself. With --write all
// scenarios are run, and docs/gateway-conformance.md gets the tables.
import { readFile, writeFile } from "node:fs/promises";
import { cannotPass } from "./cannotPass.mjs";
import { runServerScenarios } from "./runServerScenario.mjs";
import { nameFree, revisions, serverScenarios } from "./serverScenarios.mjs";
import { eras, fixtureWorld, gatewayWorld } from "./worlds.mjs";

/** Where the tables are, below this heading. */
const page = "docs/gateway-conformance.md";
const heading = "## Every scenario\n";

/** @typedef {import("./serverScenarios.mjs").ServerScenario} ServerScenario */
/** @typedef {Map<ServerScenario, import("../runScenario.mjs").Outcome>} Outcomes */

/**
 * @param {readonly string[]} words after "server"
 * @returns {Promise<number>} how many did not end as they must
 */
export async function printServerTables(words) {
  if (words.includes("--write")) return writePage();
  const isFixture = words[0] === "fixture";
  const parts = isFixture ? words.slice(1) : words;
  const wanted = serverScenarios.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
  const { tables, wrong } = isFixture ? await fixtureTables(wanted) : await gatewayTables(wanted);
  console.log(tables);
  return wrong;
}

async function writePage() {
  const { tables, wrong } = await gatewayTables(serverScenarios);
  const [text = ""] = (await readFile(page, "utf8")).split(heading);
  await writeFile(page, `${text}${heading}\n${tables}\n`);
  return wrong;
}

/** @param {readonly ServerScenario[]} wanted */
async function fixtureTables(wanted) {
  const world = await fixtureWorld();
  try {
    const outcomes = await runServerScenarios(world.at("/mcp"), wanted);
    return tablesOf(wanted, (revision) => `The fixture by itself, ${revision}`, { fixture: outcomes });
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
  const first = tablesOf(wanted, (revision) => `\`/mcp/fixture\`, ${revision}`, own);
  const second = tablesOf(merged, (revision) => `\`/mcp\`, ${revision}`, all);
  return { tables: `${first.tables}\n\n${second.tables}`, wrong: first.wrong + second.wrong };
}

/**
 * @param {readonly ServerScenario[]} scenarios
 * @param {(revision: string) => string} titleOf
 * @param {Record<string, Outcomes>} columns by what stands behind
 */
function tablesOf(scenarios, titleOf, columns) {
  const where = /** @type {("legacy" | "modern" | "fixture")[]} */ (Object.keys(columns));
  let wrong = 0;
  const tables = revisions.flatMap((revision) => {
    const rows = scenarios.filter((scenario) => scenario.revision === revision);
    if (rows.length === 0) return [];
    const titles = where.map((one) => (one === "fixture" ? "result" : `${one} server`));
    const lines = rows.map((scenario) => {
      const cells = where.map((one) => cellOf(scenario, one, columns[one]?.get(scenario)));
      wrong += cells.filter(({ isWrong }) => isWrong).length;
      const notes = [...new Set(cells.map(({ note }) => note).filter(Boolean))];
      const name = scenario.unscored ? `${scenario.name} (${scenario.unscored})` : scenario.name;
      return `| ${name} | ${cells.map(({ result }) => result).join(" | ")} | ${notes.join("; ")} |`;
    });
    const passed = where.map((one) => rows.filter((row) => columns[one]?.get(row)?.passed).length);
    return [
      [
        `| ${titleOf(revision)} | ${titles.join(" | ")} | |`,
        `|---|${"---|".repeat(where.length)}---|`,
        ...lines,
        `| **${rows.length}** | ${passed.map((count) => `**${count} pass**`).join(" | ")} | |`,
      ].join("\n"),
    ];
  });
  return { tables: tables.join("\n\n"), wrong };
}

/**
 * @param {ServerScenario} scenario
 * @param {"legacy" | "modern" | "fixture"} where
 * @param {import("../runScenario.mjs").Outcome | undefined} outcome
 */
function cellOf(scenario, where, outcome) {
  const exception = cannotPass(scenario, where);
  if (outcome?.passed)
    return {
      result: "pass",
      isWrong: exception !== undefined,
      note: exception && "passes: take it off the list of exceptions",
    };
  const { checks = /^/, why } = exception ?? {};
  const failed = outcome?.why.split(", ") ?? [];
  if (why !== undefined && failed.every((id) => checks.test(id)))
    return { result: exception?.checks ? "pass, but for a check" : "cannot", isWrong: false, note: why };
  return { result: "FAIL", isWrong: true, note: outcome?.why };
}
