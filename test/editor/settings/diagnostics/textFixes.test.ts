import assert from "node:assert/strict";
import type { TextEdit } from "../../../../src/core/config/editing/replaceTexts";
import { entryAt } from "../../../../src/core/config/editing/settingsEntries";
import { duplicateFindings } from "../../../../src/editor/settings/diagnostics/duplicateFindings";
import { onlyChange, textFixes } from "../../../../src/editor/settings/diagnostics/textFixes";

/** The text after edits, as an editor makes them. */
function edited(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ line, character }: TextEdit["start"]) => (starts[line] ?? 0) + character;
  return edits
    .toSorted((a, b) => offset(b.start) - offset(a.start))
    .reduce((all, { start, end, json }) => all.slice(0, offset(start)) + json + all.slice(offset(end)), text);
}

const fixed = (text: string, path: readonly (string | number)[], prefix: readonly string[] = []) =>
  textFixes(text, [...prefix, "mcpHub.servers", ...path], prefix).map(({ title, edits }) => [
    title,
    edited(text, edits),
  ]);

describe("the fixes of a mistake in the settings", () => {
  const rows: [before: string, path: readonly (string | number)[], title: string, after: string][] = [
    ['{ "cmd": "npx" /* mine */ }', ["a", "cmd"], 'Rename to "command"', '{ "command": "npx" /* mine */ }'],
    ['{ "command": "x", "arguments": [] }', ["a", "arguments"], 'Rename to "args"', '{ "command": "x", "args": [] }'],
    [
      '{ "command": "x", "disabled": true }',
      ["a", "disabled"],
      'Write "enabled": false',
      '{ "command": "x", "enabled": false }',
    ],
    ['{ "url": "u", "type": "streamable-http" }', ["a", "type"], 'Write "http"', '{ "url": "u", "type": "http" }'],
    ['{ "command": "${HOME}/x" }', ["a", "command"], "Write ${env:HOME}", '{ "command": "${env:HOME}/x" }'],
    [
      '{ "command": "x", "args": ["${A:-b}"] }',
      ["a", "args", 0],
      "Write ${env:A:-b}",
      '{ "command": "x", "args": ["${env:A:-b}"] }',
    ],
  ];
  for (const [before, path, title, after] of rows)
    it(`${before} → ${title}`, () => {
      const around = (entry: string) => `{\n  // all\n  "mcpHub.servers": {\n    "a": ${entry},\n  }\n}`;
      assert.deepEqual(fixed(around(before), path), [[title, around(after)]]);
      const nested = (entry: string) => `{"settings": {"mcpHub": {"servers": {"a": ${entry}}}}}`;
      assert.deepEqual(fixed(nested(before), path, ["settings"]), [[title, nested(after)]]);
    });

  const none: [entry: string, path: readonly (string | number)[]][] = [
    ['{ "command": "x", "cmd": "y" }', ["a", "cmd"]],
    ['{ "command": "x", "enabled": true, "disabled": true }', ["a", "disabled"]],
    ['{ "command": "${unknown var}" }', ["a", "command"]],
    ['{ "command": "x", "env": {"cmd": "y"} }', ["a", "env", "cmd"]],
    ['{ "command": 7 }', ["a", "command"]],
    ['{ "command": "x" }', ["a", "gone"]],
    ['{ "command": "x" }', ["a"]],
  ];
  for (const [entry, path] of none)
    it(`are none for ${entry} at ${path.join(".")}`, () =>
      assert.deepEqual(fixed(`{"mcpHub.servers": {"a": ${entry}}}`, path), []));
});

describe("keys of servers that are written twice", () => {
  const text =
    '{\n"mcpHub.servers": {\n  "a": {"command": "x"}, // old\n  "a": {"command": "y", "args": [], "args": ["z"]}\n},\n"x": 1, "x": 2 }';
  const found = duplicateFindings(text, (path) => entryAt([...path], []) !== undefined);

  it("are found where they do not count, in the servers alone", () =>
    assert.deepEqual(
      found.map(({ start, end, message }) => [start.line, start.character, end.character, message]),
      [
        [2, 2, 5, '"a" is written more than once. The one in line 4 counts; this one has no effect.'],
        [3, 24, 30, '"args" is written more than once. The one in line 4 counts; this one has no effect.'],
      ],
    ));

  it("can be taken out with their comments, and what counts stays as it is", () => {
    const [first, second] = found.map(({ fixes }) => edited(text, fixes[0]?.edits ?? []));
    assert.equal(first, text.replace('  "a": {"command": "x"}, // old\n', ""));
    assert.equal(second, text.replace('"args": [], ', ""));
  });
});

it("the only change between two texts is as small as it can be", () => {
  const change = (before: string, after: string) => onlyChange(before, after);
  assert.deepEqual(change("a\nbcd", "a\nbXd"), {
    start: { line: 1, character: 1 },
    end: { line: 1, character: 2 },
    json: "X",
  });
  assert.equal(edited("aaa", [change("aaa", "aa")]), "aa");
  assert.equal(edited("", [change("", "x")]), "x");
});
