import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { attackTables } from "./attack";
import { attackKinds } from "./attacks";
import { AttackWorld } from "./attackWorld";

/** Each row of docs/attacks.md, tried on a hub with everything that the editor gives it, by servers that follow no rule. */
describe("attacks", function () {
  this.timeout(60_000);
  const shell = process.env.MCP_HUB_SHELL_ENV;

  before(() => {
    process.env.MCP_HUB_SHELL_ENV = "0";
  });
  after(() => {
    if (shell === undefined) delete process.env.MCP_HUB_SHELL_ENV;
    else process.env.MCP_HUB_SHELL_ENV = shell;
  });

  for (const { kind, attacks } of attackKinds)
    describe(kind, () => {
      for (const { attack, features, run } of attacks)
        it(attack, async () => {
          const world = new AttackWorld(features);
          try {
            await run(world);
          } finally {
            await world.close();
          }
        });
    });

  it("are at least 60, each of them one row of docs/attacks.md", () => {
    const all = attackKinds.flatMap(({ attacks }) => attacks.map(({ attack }) => attack));
    assert.equal(new Set(all).size, all.length);
    assert.ok(all.length >= 60, `${all.length} attacks`);
    const tables = attackTables(attackKinds);
    assert.ok(readFileSync("docs/attacks.md", "utf8").includes(tables), `docs/attacks.md needs this:\n\n${tables}\n`);
  });
});
