import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { node24 } from "../host/node24.mjs";
import { outcomes } from "./outcomes.mjs";
import { judge } from "./runScenario.mjs";
import { scenarios, shortForm, suiteFolder } from "./scenarios.mjs";

/** Installs Node 24 on a fresh machine, then runs for half a minute. */
const limitMs = 10 * 60_000;

/**
 * The official suite on the hub's own connection and call code, strictly: no failure, no warning, exit code 0, something checked. This is
 * the short form; `npm run conformance` runs every scenario at every revision.
 */
describe("conformance", function () {
  this.timeout(limitMs);
  const abort = new AbortController();
  let outcome: ReturnType<typeof outcomes>;
  before(() => {
    outcome = outcomes(shortForm, abort.signal);
  });
  after(() => abort.abort());

  for (const scenario of shortForm) {
    const at = scenario.revision ? ` at ${scenario.revision}` : "";
    it(`${scenario.name}${at} passes`, async () => {
      const { passed, why, output } = await outcome(scenario);
      assert.ok(passed, `${why}\n${output}`);
    });
  }
});

describe("the conformance tests", () => {
  it("run every scenario that the suite has", async () => {
    const { stdout } = spawnSync(await node24(), [join(suiteFolder, "dist/index.js"), "list", "--client"], {
      encoding: "utf8",
    });
    const known = [...stdout.matchAll(/^ {2}- (\S+) \[/gm)].map(([, name]) => name);
    assert.ok(known.length > 40);
    assert.deepEqual([...new Set(scenarios.map(({ name }) => name))].sort(), known.sort());
  }).timeout(limitMs);

  it("have as many of each set as the suite requires", () => {
    const count = (set: string) => scenarios.filter((scenario) => scenario.set === set).length;
    assert.deepEqual(["2025-11-25", "2026-07-28", "extensions, back-compatibility"].map(count), [18, 32, 12]);
  });

  it("leave out a scenario of signing in at one revision only, and no other", () => {
    const names = (some: readonly { readonly name: string }[]) => [...new Set(some.map(({ name }) => name))].sort();
    assert.deepEqual(names(shortForm), names(scenarios));
    const left = scenarios.filter((scenario) => !shortForm.includes(scenario));
    assert.equal(new Set(left.map(({ name }) => name)).size, left.length);
    assert.ok(left.every(({ name, revision }) => name.startsWith("auth/") && revision));
    assert.deepEqual([...new Set(left.map(({ revision }) => revision))], ["2025-11-25", "2026-07-28"]);
  });

  it("are listed in docs/conformance.md, each with its result", () => {
    const page = readFileSync("docs/conformance.md", "utf8");
    const printed = /## Every scenario\n\n(.*)\n$/s.exec(page)?.[1] ?? "";
    const table = [...new Set(scenarios.map(({ set }) => set))].map((set) => {
      const names = scenarios.filter((scenario) => scenario.set === set).map(({ name }) => name);
      const rows = names.map((name) => `| ${name} | pass | N |  |`);
      return [
        `| ${set} | result | checks | |`,
        "|---|---|---|---|",
        ...rows,
        `| **${names.length} of ${names.length}** | | | |`,
      ];
    });
    // How many checks a scenario makes is the suite's affair.
    assert.equal(
      printed.replace(/\| [1-9]\d* \| +\|$/gm, "| N |  |"),
      table.map((rows) => rows.join("\n")).join("\n\n"),
    );
  });

  const good = { id: "good", status: "SUCCESS" };
  const rows: [what: string, checks: { id: string; status: string }[], code: number, why: string][] = [
    ["nothing wrong", [good], 0, ""],
    ["a failure", [good, { id: "bad", status: "FAILURE" }], 1, "bad"],
    ["a warning", [good, { id: "odd", status: "WARNING" }], 0, "odd (warning)"],
    ["a client that failed", [good], 1, "the client or the suite ended with 1"],
    ["no check", [], 0, "nothing was checked"],
    ["skipped checks only", [{ id: "not", status: "SKIPPED" }], 0, "nothing was checked"],
  ];
  for (const [what, checks, code, why] of rows)
    it(`judge ${what}`, () =>
      assert.deepEqual(judge(checks, code), {
        passed: why === "",
        checks: checks.filter(({ status }) => status === "SUCCESS").length,
        why,
      }));
});
