import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { noHash } from "../../../src/core/audit/auditRecord";
import { isIntact, verdictText } from "../../../src/core/audit/verdictText";
import { type AuditProblem, type Verdict, type VerifyParts, verifyLog } from "../../../src/core/audit/verifyLog";
import { canonicalJson } from "../../../src/core/kernel/canonicalJson";

type Fields = Readonly<Record<string, unknown>>;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const written = (fields: Fields): string => canonicalJson(fields, 100_000) ?? assert.fail();

/** Lines that follow each other as a writer writes them, from record `seq` after one with the hash `prev`. */
function chain(records: readonly Fields[], seq = 1, prev = noHash): readonly string[] {
  let before = prev;
  return records.map((fields, index) => {
    const number = seq + index;
    const record = { type: "x", time: `t${number}`, ...fields, seq: number, prev: before };
    const line = written(fields.type === "audit.head" ? { ...record, signature: sha256(written(record)) } : record);
    before = sha256(line);
    return line;
  });
}

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

async function verify(files: readonly string[], parts: Partial<VerifyParts> = {}): Promise<Verdict> {
  async function* read() {
    for (const [index, content] of files.entries()) yield { name: `f${index + 1}`, text: content };
  }
  const isSigned = (signed: string, signature: string, key: string) =>
    key === "strange" ? undefined : signature === sha256(signed);
  return verifyLog(read(), { sha256, isSigned, ...parts });
}

const head = (key = "k") => ({ type: "audit.head", key });
const plain = (count: number): readonly Fields[] => new Array<Fields>(count).fill({});
const problems = async (files: readonly string[], parts: Partial<VerifyParts> = {}): Promise<readonly AuditProblem[]> =>
  (await verify(files, parts)).problems;

describe("a log that only its writer wrote", () => {
  it("is counted, with its ends and its signatures", async () => {
    const lines = chain([{}, head(), {}, head("k2"), {}]);
    const newest = { seq: 4, hash: sha256(lines[3] ?? "") } as never;
    assert.deepEqual(await verify([text(lines.slice(0, 2)), text(lines.slice(2))], { newest }), {
      ...{ records: 5, firstSeq: 1, lastSeq: 5, firstTime: "t1", lastTime: "t5", signedTo: 4, keys: ["k", "k2"] },
      ...{ unknownHeads: 0, tornBytes: 0, tornBefore: 0, isCompared: true, problems: [] },
    });
  });

  it("may have no record", async () => {
    const { records, firstSeq, lastSeq, problems } = await verify([]);
    assert.deepEqual([records, firstSeq, lastSeq, problems], [0, 0, 0, []]);
  });

  it("may end within a line, and only at its very end", async () => {
    const lines = chain(plain(3));
    const torn = await verify([text(lines.slice(0, 2)), `${text(lines.slice(2))}{"a`]);
    assert.deepEqual([torn.tornBytes, torn.records, torn.problems], [3, 3, []]);
    const within = await verify([`${text(lines.slice(0, 2))}{"a`, text(lines.slice(2))]);
    assert.deepEqual([within.tornBytes, within.problems], [0, [{ kind: "unreadable", file: "f1", line: 3 }]]);
  });

  it("has heads of keys that are not known", async () => {
    const { unknownHeads, signedTo, keys, problems } = await verify([text(chain([{}, head("strange")]))]);
    assert.deepEqual([unknownHeads, signedTo, keys, problems], [1, 0, [], []]);
  });

  it("may begin after what its writer removed and wrote down, or where only a part is looked at", async () => {
    const whole = chain(plain(6));
    const prev = sha256(whole[3] ?? "");
    const pruned = chain([{ type: "audit.pruned", prunedSeq: 4, prunedHash: prev }, {}], 5, prev);
    assert.deepEqual(await problems([text(pruned)]), []);
    assert.deepEqual(await problems([text(whole.slice(4))]), [{ kind: "missing", seq: 1, count: 4 }]);
    assert.deepEqual(await problems([text(whole.slice(4))], { isPart: true }), []);
    for (const wrong of [
      { prunedSeq: 3, prunedHash: prev },
      { prunedSeq: 4, prunedHash: noHash },
    ])
      assert.equal((await problems([text(chain([{ type: "audit.pruned", ...wrong }], 5, prev))])).length, 1);
    assert.deepEqual(await problems([text(chain(plain(1), 1, sha256("other")))]), [
      { kind: "missing", seq: 1, count: 0 },
    ]);
  });

  it("was continued after a crash, by somebody who knew a head of it", async () => {
    const lines = chain([{}, head()]);
    const hash = sha256(lines[1] ?? "");
    const opened = (more: Fields) => chain([{ type: "audit.opened", ...more }], 3, hash);
    const continued = async (more: Fields) => {
      const { tornBefore, problems } = await verify([text([...lines, ...opened(more)])]);
      return [tornBefore, problems];
    };
    assert.deepEqual(await continued({ headSeq: 2, headHash: hash, tornBytes: 0 }), [1, []]);
    assert.deepEqual(await continued({}), [0, []]);
    for (const half of [{ headSeq: 2 }, { headSeq: 9 }, { headHash: noHash }, { headSeq: "2", headHash: noHash }])
      assert.deepEqual(await continued(half), [0, []]);
    assert.deepEqual(await continued({ headSeq: 3, headHash: hash }), [0, [{ kind: "cut", seq: 3, last: 2, at: 3 }]]);
    assert.deepEqual(await continued({ headSeq: 2, headHash: noHash }), [0, [{ kind: "rewritten", seq: 2, at: 3 }]]);
    assert.deepEqual(await continued({ headSeq: 1, headHash: hash }), [0, [{ kind: "rewritten", seq: 1, at: 3 }]]);
    const part = text(chain([{ type: "audit.opened", headSeq: 2, headHash: noHash }], 3, hash));
    assert.deepEqual(await problems([part], { isPart: true }), [], "a head that went with its file is not compared");
  });
});

describe("a log with many heads", () => {
  it("is compared with the latest 1000 of them", async () => {
    const lines = chain(new Array<Fields>(1001).fill(head()));
    const after = sha256(lines[1000] ?? "");
    const found = async (headSeq: number) =>
      problems([text([...lines, ...chain([{ type: "audit.opened", headSeq, headHash: noHash }], 1002, after)])]);
    assert.deepEqual(await found(1), []);
    assert.deepEqual(await found(2), [{ kind: "rewritten", seq: 2, at: 1002 }]);
  });
});

describe("a log that somebody changed", () => {
  const lines = chain([{}, {}, head(), {}]);
  const of = (change: (lines: string[]) => void): string => {
    const changed = [...lines];
    change(changed);
    return text(changed);
  };
  const rows: readonly [what: string, content: string, found: readonly AuditProblem[]][] = [
    ["a line that is no record", of((all) => all.splice(1, 0, "junk")), [{ kind: "unreadable", file: "f1", line: 2 }]],
    ["a record without a number", of((all) => all.push('{"prev":"x"}')), [{ kind: "unreadable", file: "f1", line: 5 }]],
    [
      "a record without the one before",
      of((all) => all.push('{"seq":5}')),
      [{ kind: "unreadable", file: "f1", line: 5 }],
    ],
    ["a record that is gone", of((all) => all.splice(1, 1)), [{ kind: "missing", seq: 2, count: 1 }]],
    ["two that are gone", of((all) => all.splice(1, 2)), [{ kind: "missing", seq: 2, count: 2 }]],
    [
      "a record that is there twice",
      of((all) => all.splice(1, 0, all[0] ?? "")),
      [{ kind: "order", seq: 1, file: "f1", line: 2 }],
    ],
    [
      "a record with another content",
      of((all) => all.splice(1, 1, (all[1] ?? "").replace('"t2"', '"t9"'))),
      [{ kind: "changed", seq: 2, file: "f1", line: 2 }],
    ],
    [
      "a record in another layout",
      of((all) => all.splice(3, 1, (all[3] ?? "").replace(":", ": "))),
      [{ kind: "not-canonical", file: "f1", line: 4 }],
    ],
    [
      "a head with another signature",
      of((all) => all.splice(2, 2, (all[2] ?? "").replace(/"signature":"../, '"signature":"zz'))),
      [{ kind: "signature", seq: 3, file: "f1", line: 3 }],
    ],
  ];
  for (const [what, content, found] of rows)
    it(`has ${what}`, async () => assert.deepEqual(await problems([content]), found));

  it("ends too soon, or with another record than the one that is known elsewhere", async () => {
    const newest = (seq: number, hash: string) => ({ newest: { seq, hash } as never });
    assert.deepEqual(await problems([text(lines)], newest(5, noHash)), [{ kind: "cut", seq: 5, last: 4 }]);
    assert.deepEqual(await problems([text(lines)], newest(4, noHash)), [{ kind: "rewritten", seq: 4 }]);
    assert.deepEqual(await problems([text(lines)], newest(4, sha256(lines[3] ?? ""))), []);
  });

  it("has 20 of its problems listed", async () => {
    const junk = (count: number) => new Array<string>(count).fill("junk");
    assert.deepEqual([(await problems([text(junk(20))])).length, (await problems([text(junk(21))])).length], [20, 20]);
  });
});

describe("what was found in a log, in words", () => {
  const verdict = (more: Partial<Verdict> = {}): Verdict => ({
    ...{ records: 5, firstSeq: 1, lastSeq: 5, firstTime: "a", lastTime: "b", signedTo: 5, keys: ["k"] },
    ...{ unknownHeads: 0, tornBytes: 0, tornBefore: 0, isCompared: true, problems: [] },
    ...more,
  });
  const good = "log: 5 records (1 to 5, a to b). Nothing was changed.";
  const signed = "The signatures cover all of it (key k).";
  const rows: readonly [more: Partial<Verdict>, ownKey: string | undefined, text: readonly string[]][] = [
    [{}, undefined, [good, signed]],
    [{}, "k", [good, signed]],
    [
      { keys: ["k", "k2"] },
      "k",
      [
        good,
        "The signatures cover all of it (key k, k2).",
        "Parts are signed with a key other than the present one: k2.",
      ],
    ],
    [{ records: 0, isCompared: false, tornBytes: 3 }, undefined, ["log: no records."]],
    [{ signedTo: 0 }, undefined, [good, "No signature covers it."]],
    [{ signedTo: 3 }, undefined, [good, "The signatures cover it up to record 3; the last 2 records have none yet."]],
    [
      { tornBytes: 1 },
      undefined,
      [good, "The last line is incomplete (1 characters), as a crash leaves it. It is not counted.", signed],
    ],
    [{ tornBefore: 1 }, undefined, [good, "Crashes that left an incomplete line, which was removed: 1.", signed]],
    [
      { unknownHeads: 1 },
      undefined,
      [good, signed, "Signatures that were not checked, because their key is not beside the log: 1."],
    ],
    [
      { isCompared: false },
      undefined,
      [
        good,
        signed,
        "The newest signed record is not known from elsewhere, so an end that was cut off right after a signature would not be noticed.",
      ],
    ],
  ];
  for (const [more, ownKey, expected] of rows)
    it(`${JSON.stringify(more)}${ownKey ? `, own key ${ownKey}` : ""}`, () => {
      assert.deepEqual(verdictText("log", verdict(more), ownKey), expected);
      assert.ok(isIntact(verdict(more)));
    });

  const found: readonly [problem: AuditProblem, text: string][] = [
    [{ kind: "unreadable", file: "f", line: 2 }, "Line 2 of f is not a record."],
    [{ kind: "not-canonical", file: "f", line: 2 }, "Line 2 of f does not have the form of a record."],
    [{ kind: "changed", seq: 3, file: "f", line: 2 }, "Record 3 was changed or replaced (line 2 of f)."],
    [{ kind: "missing", seq: 3, count: 1 }, "Record 3 is missing."],
    [{ kind: "missing", seq: 3, count: 2 }, "Records 3 to 4 are missing."],
    [{ kind: "order", seq: 3, file: "f", line: 2 }, "Record 3 is in the wrong place (line 2 of f)."],
    [{ kind: "signature", seq: 3, file: "f", line: 2 }, "The signature of record 3 is wrong (line 2 of f)."],
    [
      { kind: "cut", seq: 9, last: 5 },
      "The end was cut off: the log ends with record 5, but record 9 was written and signed.",
    ],
    [
      { kind: "cut", seq: 9, last: 5, at: 6 },
      "The end was cut off before record 6 was written: record 9 had been written and signed.",
    ],
    [
      { kind: "rewritten", seq: 3 },
      "The log was rewritten: record 3 is not the one that was signed under this number.",
    ],
  ];
  for (const [problem, sentence] of found)
    it(sentence, () => {
      const [judgment, said] = verdictText("log", verdict({ problems: [problem] }));
      assert.deepEqual([judgment, said], ["log: CHANGED. 5 records (1 to 5, a to b).", sentence]);
      assert.equal(isIntact(verdict({ problems: [problem] })), false);
      assert.match(verdictText("log", verdict({ records: 0, problems: [problem] }))[0] ?? "", /CHANGED/);
    });
});
