import assert from "node:assert/strict";
import type { AppEntry } from "../../../../src/core/apps/app";
import type { Verdict } from "../../../../src/core/apps/import/candidate";
import { foundText } from "../../../../src/core/apps/import/foundText";
import type { Difference } from "../../../../src/core/apps/import/setup";
import { differencesText, hiddenTexts, verdictText } from "../../../../src/core/apps/import/verdictText";
import { found, source } from "./importWorld";

const changed = (...keys: string[]): readonly Difference[] => keys.map((key) => ({ kind: "changed", key }));

describe("what can be done with a server of an app, in words", () => {
  const [a] = found([source("cursor", { mcpServers: { a: { command: "x" } } })]);
  const candidate = a ?? assert.fail("not found");
  const rows: [verdict: Verdict, name: string, text: string][] = [
    [{ kind: "new" }, "a", "new"],
    [{ kind: "new" }, "a-2", 'new; its name "a" is taken'],
    [{ kind: "same", as: "b" }, "a", 'same as "b"'],
    [{ kind: "differs", as: "b", what: changed("cwd") }, "a", 'differs from "b": cwd'],
    [{ kind: "cannot", why: "", words: "" }, "a", "cannot be imported"],
  ];
  for (const [verdict, name, text] of rows)
    it(`is ${text}`, () => assert.equal(verdictText({ ...candidate, verdict, name }), text));

  it("names what it has changed since it was imported", () =>
    assert.match(verdictText({ ...candidate, verdict: { kind: "drifted", as: "b", what: changed("args") } }), /args/));

  it("names four differences with their signs, and counts the others", () => {
    const what: readonly Difference[] = [{ kind: "added", key: "a" }, { kind: "removed", key: "b" }, ...changed("c")];
    assert.equal(differencesText([...what, ...changed("d")]), "+a, -b, c, d");
    assert.equal(differencesText([...what, ...changed("d", "e", "f")]), "+a, -b, c, d and 2 more");
  });

  const hidden: [off: string[], only: string[] | undefined, texts: string[]][] = [
    [[], undefined, []],
    [["a", "b"], undefined, ["turned off: a, b"]],
    [["b"], ["a", "b", "c"], ["every tool is turned off, also new ones, except: a, c"]],
    [["a"], ["a"], ["all tools are turned off"]],
    [[], [], ["all tools are turned off"]],
  ];
  for (const [disabledTools, allowedTools, texts] of hidden)
    it(`says which tools are hidden: ${texts[0] ?? "none"}`, () => {
      const entry: AppEntry = { ...candidate.entry, disabledTools, ...(allowedTools && { allowedTools }) };
      assert.deepEqual(hiddenTexts(entry), texts);
    });
});

describe("what was found, in a sentence", () => {
  const rows: [count: number, apps: string[], text: string][] = [
    [1, ["A"], "Found 1 server in A."],
    [2, ["A"], "Found 2 servers in A."],
    [2, ["A", "B"], "Found 2 servers in A and B."],
    [3, ["A", "B", "C"], "Found 3 servers in A, B, and C."],
    [5, ["A", "B", "C", "D"], "Found 5 servers in A, B, and 2 other apps."],
    [5, ["A", "B", "C", "D", "E"], "Found 5 servers in A, B, and 3 other apps."],
  ];
  for (const [count, apps, text] of rows) it(`is ${text}`, () => assert.equal(foundText({ count, apps }), text));
});
