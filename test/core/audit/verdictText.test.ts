import assert from "node:assert/strict";
import { isIntact, verdictText } from "../../../src/core/audit/verdictText";
import type { AuditProblem, Verdict } from "../../../src/core/audit/verifyLog";

const good: Verdict = {
  ...{
    records: 3,
    firstSeq: 5,
    lastSeq: 7,
    firstTime: "2026-01-01T00:00:00.000Z",
    lastTime: "2026-01-02T00:00:00.000Z",
  },
  ...{ signedTo: 7, keys: ["k1"], unknownHeads: 0, tornBytes: 0, tornBefore: 0, isCompared: true, problems: [] },
};
const of = (more: Partial<Verdict>, ownKey?: string) => verdictText("mine", { ...good, ...more }, ownKey);
const about = (problem: AuditProblem) => of({ problems: [problem] })[1];
const notes = (more: Partial<Verdict>, ownKey?: string) => of(more, ownKey).slice(1);
const place = { seq: 6, file: "a.jsonl", line: 2 };
const signed = "The signatures cover all of it (key k1).";

describe("the words for what was found in an audit log", () => {
  it("say first which records there are, and whether they were changed", () => {
    const range = "3 records (5 to 7, 2026-01-01T00:00:00.000Z to 2026-01-02T00:00:00.000Z).";
    assert.deepEqual(of({}), [`mine: ${range} Nothing was changed.`, signed]);
    assert.equal(of({ problems: [{ kind: "changed", ...place }] })[0], `mine: CHANGED. ${range}`);
    assert.deepEqual([isIntact(good), isIntact({ ...good, problems: [{ kind: "order", ...place }] })], [true, false]);
  });

  it("say that there is nothing, and otherwise nothing of it", () => {
    assert.deepEqual(of({ records: 0, signedTo: 0, tornBytes: 3, isCompared: false }), ["mine: no records."]);
    const broken = of({ records: 0, problems: [{ kind: "unreadable", file: "a.jsonl", line: 1 }] });
    assert.match(broken[0] ?? "", /^mine: CHANGED\. 0 records/);
    assert.deepEqual(broken.slice(1), ["Line 1 of a.jsonl is not a record."]);
  });

  const problems: [problem: AuditProblem, text: string][] = [
    [{ kind: "not-canonical", file: "a.jsonl", line: 2 }, "Line 2 of a.jsonl does not have the form of a record."],
    [{ kind: "changed", ...place }, "Record 6 was changed or replaced (line 2 of a.jsonl)."],
    [{ kind: "missing", seq: 6, count: 1 }, "Record 6 is missing."],
    [{ kind: "missing", seq: 6, count: 3 }, "Records 6 to 8 are missing."],
    [{ kind: "order", ...place }, "Record 6 is in the wrong place (line 2 of a.jsonl)."],
    [{ kind: "signature", ...place }, "The signature of record 6 is wrong (line 2 of a.jsonl)."],
    [
      { kind: "cut", seq: 9, last: 7 },
      "The end was cut off: the log ends with record 7, but record 9 was written and signed.",
    ],
    [
      { kind: "cut", seq: 5, last: 4, at: 6 },
      "The end was cut off before record 6 was written: record 5 had been written and signed.",
    ],
    [
      { kind: "rewritten", seq: 6 },
      "The log was rewritten: record 6 is not the one that was signed under this number.",
    ],
  ];
  for (const [problem, text] of problems) it(`are "${text}"`, () => assert.equal(about(problem), text));

  it("say how far the signatures go", () => {
    assert.deepEqual(notes({ signedTo: 0 }), ["No signature covers it."]);
    assert.deepEqual(notes({ signedTo: 5 }), [
      "The signatures cover it up to record 5; the last 2 records have none yet.",
    ]);
    assert.deepEqual(notes({ keys: ["k1", "k2"] }), ["The signatures cover all of it (key k1, k2)."]);
  });

  it("say what a crash left", () => {
    assert.deepEqual(
      notes({ tornBytes: 1 }).map((text) => text.slice(0, 43)),
      ["The last line is incomplete (1 characters),", signed.slice(0, 43)],
    );
    assert.equal(notes({ tornBefore: 1 })[0], "Crashes that left an incomplete line, which was removed: 1.");
  });

  it("say what was not checked, and whether another key signed", () => {
    assert.match(notes({ unknownHeads: 1 })[1] ?? "", /^Signatures that were not checked.*: 1\.$/);
    assert.match(notes({ isCompared: false })[1] ?? "", /^The newest signed record is not known from elsewhere/);
    assert.deepEqual(notes({ keys: ["k1", "k2"] }, "k2").slice(1), [
      "Parts are signed with a key other than the present one: k1.",
    ]);
    assert.deepEqual(notes({}, "k1"), [signed]);
  });
});
