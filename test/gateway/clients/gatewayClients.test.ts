import assert from "node:assert/strict";
import { fixtureEntry } from "../../conformance/server/worlds.mjs";
import type { Gateway } from "../../support/startGateway.mjs";
import { type Cell, ownKinds, startBothEras, tryAll, waysTo, wrongIn } from "./everyClient";
import { sdk2Legacy } from "./sdk2";

/** The short form of `npm run clients`, which also tries the Inspector, and each client on every form of stdio. */
describe("clients that others wrote, on the gateway", function () {
  this.timeout(60_000);
  let gateway: Gateway;
  before(async () => {
    gateway = await startBothEras(fixtureEntry);
  });
  after(() => gateway?.stop());

  for (const kind of ownKinds)
    it(`${kind.name} calls tools of both eras, and a tool can ask it or says that it cannot`, async () => {
      const cells: Cell[] = [];
      const ways = waysTo(gateway).filter(
        ({ name }) => name !== "stdio --server" && !(name === "stdio" && kind === sdk2Legacy),
      );
      await tryAll([kind], ways, (cell) => cells.push(cell));
      assert.deepEqual(cells.flatMap(wrongIn), []);
      for (const { outcomes, cannot } of cells) assert.equal(outcomes.length, cannot === undefined ? 2 : 0);
      const asking = kind.noAnswers === undefined ? "answers a tool that asks" : "is told that a tool cannot ask it";
      for (const steps of cells.flatMap(({ outcomes }) => outcomes))
        assert.ok(steps.some(({ step }) => step === asking));
      assert.ok(cells.some(({ outcomes }) => outcomes.length > 0));
    });
});
