import assert from "node:assert/strict";
import type { Verdict } from "../../../src/core/audit/verifyLog";
import { auditText } from "../../../src/editor/content/auditText";

const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  records: 12,
  firstSeq: 1,
  lastSeq: 12,
  firstTime: "2026-11-29T06:00:00.000Z",
  lastTime: "2026-11-29T06:05:00.000Z",
  signedTo: 12,
  keys: ["0123456789abcdef"],
  unknownHeads: 0,
  tornBytes: 0,
  tornBefore: 0,
  isCompared: true,
  problems: [],
  ...more,
});
const base = { mode: "batched", folder: "/home/ada/audit", records: [], ownKey: "0123456789abcdef" } as const;

describe("the audit as a document", () => {
  it("says that nothing was changed, and shows the latest records", () => {
    const call = { seq: 11, time: "2026-11-29T06:05:00.000Z", type: "call.ended", server: "files", tool: "read|x" };
    const records = [
      { ...call, door: "agent", decision: "policy", rule: "files/*", outcome: "denied", error: "denied" },
    ];
    const text = auditText({ ...base, checks: [{ name: "audit-1", verdict: verdict() }], records });
    assert.match(text, /^# MCP Hub: audit\n\nRecords are written a few times a second\.\n/);
    assert.match(
      text,
      /- \*\*audit\\-1\\: 12 records .*Nothing was changed\\\.\*\*\n {2}- The signatures cover all of it/,
    );
    assert.match(
      text,
      /\| 11 \| 2026.* \| call\\\.ended \| files \| read\\\|x \| agent \| policy \\\(files\\\/\\\*\\\) \| denied\\, denied \|/,
    );
  });

  it("names each problem, and what a crash left", () => {
    const problems = [
      { kind: "changed", seq: 7, file: "audit-1.jsonl", line: 7 },
      { kind: "missing", seq: 3, count: 1 },
      { kind: "missing", seq: 8, count: 3 },
      { kind: "cut", seq: 20, last: 12 },
      { kind: "cut", seq: 20, last: 12, at: 13 },
      { kind: "rewritten", seq: 9 },
      { kind: "signature", seq: 10, file: "audit-1.jsonl", line: 10 },
      { kind: "order", seq: 4, file: "audit-1.jsonl", line: 5 },
      { kind: "unreadable", file: "audit-1.jsonl", line: 6 },
      { kind: "not-canonical", file: "audit-1.jsonl", line: 8 },
    ] as const;
    const found = verdict({ problems, tornBytes: 9, tornBefore: 2, signedTo: 10, isCompared: false, unknownHeads: 1 });
    const text = auditText({
      ...base,
      mode: "required",
      ownKey: "other",
      checks: [{ name: "audit-1", verdict: found }],
    });
    const plain = text.replaceAll("\\", "");
    for (const sentence of [
      "A call is refused if its record cannot be written before it is sent.",
      "audit-1: CHANGED. 12 records",
      "Record 7 was changed or replaced (line 7 of audit-1.jsonl).",
      "Record 3 is missing.",
      "Records 8 to 10 are missing.",
      "The end was cut off: the log ends with record 12, but record 20 was written and signed.",
      "The end was cut off before record 13 was written: record 20 had been written and signed.",
      "The log was rewritten: record 9 is not the one that was signed under this number.",
      "The signature of record 10 is wrong (line 10 of audit-1.jsonl).",
      "Record 4 is in the wrong place (line 5 of audit-1.jsonl).",
      "Line 6 of audit-1.jsonl is not a record.",
      "Line 8 of audit-1.jsonl does not have the form of a record.",
      "The last line is incomplete (9 characters), as a crash leaves it. It is not counted.",
      "Crashes that left an incomplete line, which was removed: 2.",
      "The signatures cover it up to record 10; the last 2 records have none yet.",
      "Signatures that were not checked, because their key is not beside the log: 1.",
      "Parts are signed with a key other than the present one: 0123456789abcdef.",
      "The newest signed record is not known from elsewhere",
    ])
      assert.ok(plain.includes(sentence), `${sentence}\n${plain}`);
  });

  it("says when it is off, and when there is nothing", () => {
    const text = auditText({ ...base, mode: "off", checks: [] });
    assert.match(
      text,
      /Nothing is recorded now: the setting `mcpHub\.audit` is `off`\.\n\nNothing has been recorded yet\./,
    );
    assert.ok(text.includes("`/home/ada/audit`"));
  });
});
