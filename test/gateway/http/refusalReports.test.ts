import assert from "node:assert/strict";
import { defaultClientLimits } from "../../../src/gateway/access/gatewayClient";
import { RefusalReports } from "../../../src/gateway/http/refusalReports";
import { FakeClock } from "../../support/fakeClock";

const codex = { id: "c", name: "Codex", scopes: [], limits: defaultClientLimits };

describe("what is said of refused requests", () => {
  let clock: FakeClock;
  let said: string[];
  let reports: RefusalReports;
  beforeEach(() => {
    clock = new FakeClock();
    said = [];
    reports = new RefusalReports(clock, (text) => said.push(text));
  });
  afterEach(() => {
    reports.dispose();
    assert.equal(clock.background, 0);
  });

  it("is the first of a kind at once, and after a minute how many more there were", () => {
    for (let n = 0; n < 3; n++) reports.note("token");
    reports.note("per-minute", codex);
    const first = [
      "The gateway refused a request from an unknown program: it did not show a valid token.",
      "The gateway refused a request from Codex: too many requests of its client came in a minute.",
    ];
    assert.deepEqual(said, first);
    clock.pass(60_000);
    assert.deepEqual(said.slice(2), [
      "In the last minute, the gateway refused 2 more requests from an unknown program: it did not show a valid token.",
    ]);
    for (let n = 0; n < 2; n++) reports.note("token");
    assert.equal(said.at(-1), first[0]);
    clock.pass(60_000);
    assert.equal(
      said.at(-1),
      "In the last minute, the gateway refused 1 more request from an unknown program: it did not show a valid token.",
    );
  });

  it("is of no more than 200 kinds in a minute", () => {
    for (let n = 0; n < 300; n++) reports.note("per-minute", { ...codex, id: `c${n}` });
    assert.equal(said.length, 200);
    clock.pass(60_000);
    reports.note("per-minute", codex);
    assert.equal(said.length, 201);
  });
});
