import assert from "node:assert/strict";
import {
  type ChoiceRule,
  noSwitches,
  type Offer,
  offReason,
  patternProblem,
  readSwitches,
  switchBounds,
  turned,
  turnsNothingOff,
} from "../../../src/core/access/switches";

const off = (name: string, more: Partial<Offer> = {}): Offer => ({ server: "github", kind: "tool", name, ...more });
const read = () => true;
const all = () => true;
const none: ChoiceRule = { workspace: noSwitches, everywhere: noSwitches };

/** The rule after each of these was done. */
const made = (...steps: readonly ((rule: ChoiceRule) => ChoiceRule)[]): ChoiceRule =>
  steps.reduce((rule, step) => step(rule), none);
const turn =
  (to: "on" | "off", offer: Offer, place: "workspace" | "everywhere" = "workspace") =>
  (rule: ChoiceRule): ChoiceRule => ({ ...rule, [place]: turned(rule, place, [offer], to, all) });
const patterns =
  (list: readonly string[], place: "workspace" | "everywhere" = "workspace") =>
  (rule: ChoiceRule): ChoiceRule => ({ ...rule, [place]: { ...rule[place], patterns: list } });

const deletes = off("delete_repo");

describe("what a person turned on and off", () => {
  const rows: readonly [what: string, rule: ChoiceRule, offer: Offer, reason: ReturnType<typeof offReason>][] = [
    ["nothing is off at first", none, deletes, undefined],
    ["one tool", made(turn("off", deletes)), deletes, { by: "workspace" }],
    ["no other tool", made(turn("off", deletes)), off("read"), undefined],
    ["not the tool of this name of another server", made(turn("off", deletes)), { ...deletes, server: "x" }, undefined],
    ["not the prompt of this name", made(turn("off", deletes)), off("delete_repo", { kind: "prompt" }), undefined],
    ["in every workspace", made(turn("off", deletes, "everywhere")), deletes, { by: "everywhere" }],
    ["by a pattern", made(patterns(["github/*delete*"])), deletes, { by: "workspace", pattern: "github/*delete*" }],
    [
      "a resource by a pattern of its address",
      made(patterns(["*/file:///secret*"])),
      off("file:///secret/a", { kind: "resource" }),
      { by: "workspace", pattern: "*/file:///secret*" },
    ],
    [
      "a single one is on although a pattern matches",
      made(patterns(["github/*"]), turn("on", deletes)),
      deletes,
      undefined,
    ],
    [
      "on here although it is off in every workspace",
      made(turn("off", deletes, "everywhere"), turn("on", deletes)),
      deletes,
      undefined,
    ],
    [
      "a pattern here, although it is on in every workspace",
      made(turn("on", deletes, "everywhere"), patterns(["github/*"])),
      deletes,
      { by: "workspace", pattern: "github/*" },
    ],
    [
      "tools alone, by a pattern for tools",
      made(patterns(["tools:github/*"])),
      deletes,
      { by: "workspace", pattern: "tools:github/*" },
    ],
    ["no prompt by a pattern for tools", made(patterns(["tools:github/*"])), off("p", { kind: "prompt" }), undefined],
    [
      "no tool of a server whose name begins the same",
      made(patterns(["tools:a/*"])),
      off("t", { server: "a/b" }),
      undefined,
    ],
    ["on again", made(turn("off", deletes), turn("on", deletes)), deletes, undefined],
    ["a name with a star, as a name", made(turn("off", off("a*"))), off("ab"), undefined],
  ];
  for (const [what, rule, offer, reason] of rows)
    it(what, () => assert.deepEqual(offReason(rule, offer, read), reason));

  it("keeps nothing that need not be said", () => {
    assert.deepEqual(made(turn("off", deletes), turn("on", deletes)), none);
    assert.deepEqual(made(patterns(["github/*"]), turn("off", deletes)).workspace.single, {});
    assert.ok(turnsNothingOff(none));
    assert.ok(!turnsNothingOff(made(turn("off", deletes))));
    assert.ok(!turnsNothingOff(made(patterns(["a/*"], "everywhere"))));
  });

  it("leaves a renamed tool on, and its pattern finds it", () => {
    const rule = made(turn("off", deletes), patterns(["github/*drop*"]));
    assert.equal(offReason(rule, off("remove_repo"), read), undefined);
    assert.deepEqual(offReason(rule, off("drop_repo"), read), { by: "workspace", pattern: "github/*drop*" });
    assert.deepEqual(offReason(rule, deletes, read), { by: "workspace" }, "its old name may come back");
  });

  it("is within the profile first, which nothing widens", () => {
    const profile = { name: "review", scope: { servers: ["github"], tools: ["github/read*"], readOnly: true } };
    const rule: ChoiceRule = { ...made(turn("on", deletes)), profile };
    assert.deepEqual(offReason(rule, deletes, read), { by: "profile", profile: "review" });
    assert.equal(offReason(rule, off("read"), read), undefined);
    assert.deepEqual(
      offReason(rule, off("read"), () => false),
      { by: "profile", profile: "review" },
    );
    assert.equal(offReason(rule, off("p", { kind: "prompt" }), read), undefined);
    assert.deepEqual(offReason(rule, off("p", { kind: "prompt", server: "x" }), read), {
      by: "profile",
      profile: "review",
    });
    assert.ok(!turnsNothingOff(rule));
  });

  it("turns what the profile leaves out off and on as if there were none", () => {
    const rule: ChoiceRule = { ...none, profile: { name: "p", scope: { servers: [] } } };
    const turnedOff = turned(rule, "workspace", [deletes], "off", all);
    assert.equal(Object.keys(turnedOff.single).length, 1);
    assert.deepEqual(turned({ ...rule, workspace: turnedOff }, "workspace", [deletes], "on", all), noSwitches);
  });

  it("is bounded: switches of servers that are gone go first, and then it is refused", () => {
    const many = Array.from({ length: switchBounds.single }, (_, at) =>
      off(`t${at}`, { server: at < 3 ? "gone" : "a" }),
    );
    const full: ChoiceRule = { ...none, workspace: turned(none, "workspace", many, "off", all) };
    assert.equal(Object.keys(full.workspace.single).length, switchBounds.single);
    const next = turned(full, "workspace", [deletes], "off", (server) => server !== "gone");
    assert.equal(Object.keys(next.single).length, switchBounds.single);
    assert.equal(offReason({ ...none, workspace: next }, off("t0", { server: "gone" }), read), undefined);
    assert.deepEqual(offReason({ ...none, workspace: next }, off("t1", { server: "gone" }), read), { by: "workspace" });
    assert.throws(() => turned(full, "workspace", [deletes], "off", all), {
      code: "bad-arguments",
      message: /pattern/,
    });
    assert.throws(() => turned(none, "workspace", [off("x".repeat(1001))], "off", all), { code: "bad-arguments" });
  });

  it("reads whatever is stored", () => {
    assert.deepEqual(readSwitches(undefined), noSwitches);
    assert.deepEqual(readSwitches("x"), noSwitches);
    assert.deepEqual(readSwitches({ single: ["x"], patterns: "a/b" }).patterns, []);
    const stored = { single: { a: "off", b: 1, c: "on" }, patterns: ["a/*", "no slash", 3, `a/${"x".repeat(500)}`] };
    assert.deepEqual(readSwitches(stored), { single: { a: "off", c: "on" }, patterns: ["a/*"] });
  });

  it("says what is wrong with a pattern", () => {
    assert.equal(patternProblem("github/*delete*"), undefined);
    assert.match(patternProblem("delete") ?? "", /no "\/"/);
    assert.match(patternProblem(`a/${"x".repeat(500)}`) ?? "", /at most 500/);
  });
});
