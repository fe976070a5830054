import assert from "node:assert/strict";
import {
  takenEntry,
  withChangedEntry,
  withCopiedEntry,
  withoutEntry,
  withPutEntry,
  withRenamedEntry,
} from "../../../../src/core/config/editing/entryEdits";

const at = (name: string, prefix: readonly string[] = []) => ({ prefix, name });
const taken = (text: string, name = "a") => takenEntry(text, at(name)) ?? assert.fail("no entry");

describe("an entry that is put into a file", () => {
  const entry = taken('{\n    "mcpHub.servers": {\n        "a": {\n            "b": 1\n        }\n    }\n}');
  const layouts: [what: string, before: string, after: string][] = [
    [
      "wider than the rest",
      '{\n  "mcpHub.servers": {\n      "x": {}\n  }\n}',
      '{\n  "mcpHub.servers": {\n      "x": {},\n      "a": {\n          "b": 1\n      }\n  }\n}',
    ],
    [
      "not indented",
      '{\n"mcpHub.servers": {\n"x": {}\n}\n}',
      '{\n"mcpHub.servers": {\n"x": {},\n"a": {\n  "b": 1\n}\n}\n}',
    ],
    [
      "indented by tabs below spaces",
      '{\n  "mcpHub.servers": {\n\t\t"x": {}\n  }\n}',
      '{\n  "mcpHub.servers": {\n\t\t"x": {},\n\t\t"a": {\n\t\t  "b": 1\n\t\t}\n  }\n}',
    ],
  ];
  for (const [what, before, after] of layouts)
    it(`gets the layout of its neighbors: ${what}`, () => assert.equal(withPutEntry(before, [], entry), after));

  it("keeps a line that is indented less than the entry", () => {
    const odd = taken('{\n    "mcpHub.servers": {\n        "a": {\n "b": 1\n        }\n    }\n}');
    assert.equal(
      withPutEntry('{\n\t"mcpHub.servers": {\n\t}\n}', [], odd),
      '{\n\t"mcpHub.servers": {\n\t\t"a": {\n "b": 1\n\t\t}\n\t}\n}',
    );
  });

  it("stays on one line among others there, unless a comment ends the line", () => {
    const plain = taken('{ "mcpHub.servers": { "a": { "url": "https://a" } } }');
    const into = '{ "mcpHub.servers": { "x": {} } }';
    assert.equal(withPutEntry(into, [], plain), '{ "mcpHub.servers": { "x": {}, "a": { "url": "https://a" } } }');
    const noted = taken('{\n  "mcpHub.servers": {\n    // mine\n    "a": {}\n  }\n}');
    assert.equal(withPutEntry(into, [], noted), '{ "mcpHub.servers": { "x": {},\n  // mine\n  "a": {} } }');
  });

  it("leaves the other settings of a workspace file, and what stands in the place of servers", () => {
    const file = withPutEntry('{ "settings": { "x": 1 } }', ["settings"], entry) ?? "";
    assert.match(file, /"x": 1,/);
    assert.equal(withPutEntry('{ "mcpHub.servers": [] }', [], entry), undefined);
  });
});

describe("an entry that is copied", () => {
  const rows: [what: string, before: string, after: string][] = [
    [
      "with a comma on the next line",
      '{\n  "a": {} // x\n  , "b": {}\n}',
      '{\n  "a": {}, // x\n  "c": {} // x\n  , "b": {}\n}',
    ],
    ["among others on one line", '{"a": {}, "b": {}}', '{"a": {}, "c": {}, "b": {}}'],
    ["before a comma right before the bracket", '{"a":{},}', '{"a":{},"c":{},}'],
    ["without a space behind the comma", '{"a": {},"b": {}}', '{"a": {},"c": {},"b": {}}'],
  ];
  const inside = (servers: string) => `{ "mcpHub.servers": ${servers} }`;
  for (const [what, before, after] of rows)
    it(`stands behind the original: ${what}`, () =>
      assert.equal(withCopiedEntry(inside(before), at("a"), "c"), inside(after)));
});

describe("edits of an entry that is not there", () => {
  const text = '{ "mcpHub.servers": { "a": {} } }';
  it("change nothing", () => {
    assert.equal(takenEntry(text, at("b")), undefined);
    assert.equal(withCopiedEntry(text, at("b"), "c"), undefined);
    assert.equal(withRenamedEntry(text, at("b"), "c"), undefined);
    assert.equal(withChangedEntry(text, at("b"), []), undefined);
  });
});

describe("entries in both forms of a setting", () => {
  const both = '{ "mcpHub.servers": { "a": {}, "b": {} }, "mcpHub": { "servers": { "a": {}, "c": {}, "d": {} } } }';
  it("are each found where they are written, and one that is in both where it counts", () => {
    assert.equal(withoutEntry(both, at("a")), both.replace('"a": {}, "b"', '"b"'));
    assert.equal(withoutEntry(both, at("c")), both.replace('"c": {}, ', ""));
  });
});
