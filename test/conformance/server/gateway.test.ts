import assert from "node:assert/strict";
import { cannotPass } from "./cannotPass.mjs";
import { runServerScenario } from "./runServerScenario.mjs";
import { serverScenarios } from "./serverScenarios.mjs";
import { gatewayWorld, type World } from "./worlds.mjs";

/** Installs Node 24 on a fresh machine. */
const limitMs = 10 * 60_000;

/**
 * The cells in which the gateway has to translate, each with the scenarios that show most of it. All cells, all scenarios:
 * `npm run conformance -- server`, with the results in docs/gateway-conformance.md.
 */
const cells = [
  {
    revision: "2025-11-25",
    era: "modern",
    names: ["server-initialize", "tools-call-with-progress", "tools-call-elicitation"],
  },
  {
    revision: "2026-07-28",
    era: "legacy",
    names: ["caching", "dns-rebinding-protection", "input-required-result-multi-round", "http-header-validation"],
  },
] as const;

for (const { revision, era, names } of cells)
  describe(`the gateway before a ${era} server, to the conformance suite at ${revision}`, function () {
    this.timeout(limitMs);
    let world: World;
    before(async () => {
      world = await gatewayWorld(era);
    });
    after(() => world?.stop());

    for (const name of names)
      it(`passes ${name}`, async () => {
        const scenario = serverScenarios.find((one) => one.name === name && one.revision === revision);
        assert.ok(scenario);
        assert.equal(cannotPass(scenario, era), undefined);
        const { passed, why, output } = await runServerScenario(world.at("/mcp/fixture"), scenario);
        assert.ok(passed, `${why}\n${output}`);
      });
  });
