import assert from "node:assert/strict";
import { type StandInParts, standIns } from "../../../../src/core/calls/batch/standIn";
import { aCall } from "../../../support/callFixture";
import { aTool } from "../../../support/fakeLink";

const inputSchema = {
  type: "object",
  properties: { batch_requests: { type: "array", items: { type: "object", required: ["id"] } } },
};
const form = aTool("batch_read", { inputSchema, digest: "now" });
const calls = [1, 2].map((id) =>
  aCall({ args: { id }, pin: { kind: "tool", name: "read", digest: "x", state: "same" } }),
);
const args = { batch_requests: [{ id: 1 }, { id: 2 }] };

type Ruling = ReturnType<StandInParts["ruling"]>;
const allow = { verdict: "allow", decision: { by: "setting" } } as unknown as Ruling;

function standIn(
  ruled: Ruling = allow,
  pins?: { readonly mode: string; readonly state: string },
  of = form,
  all = calls,
) {
  const asked: unknown[] = [];
  const made = standIns({
    ruling: (call, tool) => {
      asked.push([call.tool, call.args, call.offered === tool, call.pin]);
      return ruled;
    },
    pins: pins && ({ modeOf: () => pins.mode, stateOf: () => pins.state } as unknown as StandInParts["pins"]),
  })(all, of);
  return { made, asked };
}

describe("the batch form in place of several calls", () => {
  it("has the arguments of all, and is ruled on as a call of its own", () => {
    const { made, asked } = standIn();
    assert.deepEqual(made, { tool: "batch_read", args, offered: form });
    assert.deepEqual(asked, [["batch_read", args, true, undefined]]);
  });

  const rule = { source: "user", id: "1" };
  for (const [what, ruled, stands] of [
    ["a rule denies it", { verdict: "deny", reason: "No." }, false],
    ["a rule wants it asked", { verdict: "ask", rule }, false],
    ["the settings alone want it asked", { verdict: "ask" }, true],
  ] as const)
    it(`${stands ? "stands" : "does not stand"} in where ${what}`, () =>
      assert.equal(standIn(ruled as unknown as Ruling).made !== undefined, stands));

  it("does not stand in for arguments that do not fit it, or for no call", () => {
    assert.equal(standIn(allow, undefined, form, [aCall({ args: {} })]).made, undefined);
    assert.equal(standIn(allow, undefined, form, []).made, undefined);
  });

  for (const [mode, state, pin] of [
    ["ask", "new", "new"],
    ["ask", "same", "same"],
    ["off", "changed", undefined],
  ] as const)
    it(`is ${pin ? `pinned as ${pin}` : "not pinned"} where pins are "${mode}" and it is ${state}`, () => {
      const wanted = pin && { kind: "tool", name: "batch_read", digest: "now", state: pin };
      assert.deepEqual(standIn(allow, { mode, state }).made?.pin, wanted);
    });

  it("does not stand in where its server changed it, and is not pinned where it has no digest", () => {
    assert.equal(standIn(allow, { mode: "ask", state: "changed" }).made, undefined);
    const { digest: _, ...plain } = form;
    assert.deepEqual(standIn(allow, { mode: "ask", state: "changed" }, plain).made, {
      ...{ tool: "batch_read", args },
      offered: plain,
    });
  });
});
