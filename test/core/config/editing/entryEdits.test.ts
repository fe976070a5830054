import assert from "node:assert/strict";
import { type ParseError, parse } from "jsonc-parser/lib/esm/main.js";
import {
  takenEntry,
  withChangedEntry,
  withCopiedEntry,
  withoutEntry,
  withPutEntry,
  withRenamedEntry,
} from "../../../../src/core/config/editing/entryEdits";
import { nestingLimit } from "../../../../src/core/kernel/json/nesting";
import { numbers, oneOf, type Random } from "../../apps/randomNumbers";

const text = `{
    // all of them
    "mcpHub.servers": { // mine
        // reads files
        // and writes them
        "files": {
            // fast
            "command": "npx", // the best
            "args": ["-y", "files"]
        }, // needs Node

        /* the other */
        "web": { "url": "https://example.com" } // last
        // the end
    },
    "editor.fontSize": 12, // large
}
`;
const at = (name: string, prefix: readonly string[] = []) => ({ prefix, name });
const inside = (servers: string): string => `{ "mcpHub.servers": ${servers} }`;

describe("removing an entry", () => {
  it("takes its comments along, and no others", () => {
    assert.equal(
      withoutEntry(text, at("files")),
      text.replace(/ {8}\/\/ reads files[\s\S]*?needs Node\n/, ""),
      "the comments above and at the end of the line are the entry's",
    );
    assert.equal(
      withoutEntry(text, at("web")),
      text.replace("}, // needs Node", "} // needs Node").replace(/ {8}\/\* the other[\s\S]*?last\n/, ""),
    );
  });

  const rows: [what: string, before: string, after: string][] = [
    ["the first on one line", '{ "a": {}, "b": {}, "c": {} }', '{ "b": {}, "c": {} }'],
    ["the last on one line", '{ "b": {}, "a": {} }', '{ "b": {} }'],
    ["the only one", '{ "a": {} }', "{ }"],
    ["the only one, with a trailing comma", '{ "a": {}, }', "{ }"],
    ["one on lines of its own, with an empty rest", '{\n  "a": {\n  }\n}', "{\n}"],
    ["one without spaces", '{"b":{},"a":{}}', '{"b":{}}'],
    ["one that is written twice", '{ "a": 1, "b": {}, "a": {} }', '{ "b": {} }'],
    ["one with a comment before its comma", '{\n  "a": {} /* x */,\n  "b": {}\n}', '{\n  "b": {}\n}'],
    ["one whose comma is on the next line", '{\n  "a": {}\n  , "b": {}\n}', '{\n   "b": {}\n}'],
    ["one before a comma and the bracket", '{"a":{},}', "{}"],
    [
      "one below two comments of the bracket",
      '{ /* 1 */ // 2\n  "a": {},\n  "b": {}\n}',
      '{ /* 1 */ // 2\n  "b": {}\n}',
    ],
    ["one before a comment and a comma", '{\n  "a": {}\n  // b\n  , "b": {}\n}', '{\n  // b\n   "b": {}\n}'],
    ["no comment above a blank line", '{\n  // all\n\n  "a": {},\n  "b": {}\n}', '{\n  // all\n\n  "b": {}\n}'],
    ["no comment of the next on its line", '{ "a": {}, /* b */ "b": {} }', '{ /* b */ "b": {} }'],
    ["one at the end of a line with others", '{ "b": {}, "a": {},\n  "c": {} }', '{ "b": {},\n  "c": {} }'],
    ["the last of those that share a line with a bracket", '{ "b": {},\n  "a": {} }', '{ "b": {}\n  }'],
  ];
  for (const [what, before, after] of rows)
    it(`takes ${what}`, () => assert.equal(withoutEntry(inside(before), at("a")), inside(after)));

  it("keeps a byte order mark, Windows line ends and tabs", () => {
    const windows = `\ufeff${text.replaceAll("    ", "\t").replaceAll("\n", "\r\n")}`;
    const plain = withoutEntry(text, at("files")) ?? "";
    assert.equal(
      withoutEntry(windows, at("files")),
      `\ufeff${plain.replaceAll("    ", "\t").replaceAll("\n", "\r\n")}`,
    );
  });

  it("finds it below the settings of a workspace file, and nested", () => {
    const file = `{ "folders": [], "settings": { "mcpHub": { "servers": { "a": {}, "b": {} } } } }`;
    assert.equal(withoutEntry(file, at("a", ["settings"])), file.replace('"a": {}, ', ""));
  });

  it("leaves a text alone that is broken, nested too deeply, or without the entry", () => {
    const deep = `{ "x": ${"[".repeat(nestingLimit + 1)}${"]".repeat(nestingLimit + 1)}, "mcpHub.servers": { "a": {} } }`;
    for (const odd of ['{ "mcpHub.servers": { "a": {} ', "", "[]", inside("[]"), deep, inside('{ "b": {} }')])
      assert.equal(withoutEntry(odd, at("a")), undefined, odd.slice(0, 40));
  });
});

describe("renaming an entry", () => {
  it("changes its name and nothing else, as often as it is written", () => {
    assert.equal(withRenamedEntry(text, at("files"), "a/b c"), text.replace('"files": {', '"a/b c": {'));
    assert.equal(withRenamedEntry(inside('{"a": 1, "a": {}}'), at("a"), 'q"'), inside('{"q\\"": 1, "q\\"": {}}'));
  });
});

describe("duplicating an entry", () => {
  it("puts the copy behind it, with the same comments", () => {
    const entry = /( {8}\/\/ reads files[\s\S]*?needs Node\n)/.exec(text)?.[1] ?? "";
    assert.equal(
      withCopiedEntry(text, at("files"), "files-2"),
      text.replace(entry, entry + entry.replace('"files": {', '"files-2": {')),
    );
    assert.equal(
      withCopiedEntry(text, at("web"), "w"),
      text.replace(
        "} // last\n",
        '}, // last\n        /* the other */\n        "w": { "url": "https://example.com" } // last\n',
      ),
    );
  });

  const rows: [before: string, after: string][] = [
    ['{ "a": {} }', '{ "a": {}, "b": {} }'],
    ['{"a":{}}', '{"a":{},"b":{}}'],
    ['{ "a": {}, "c": {} }', '{ "a": {}, "b": {}, "c": {} }'],
    ['{ "a": {}, }', '{ "a": {}, "b": {}, }'],
    ['{ "a": {} // x\n}', '{ "a": {}, // x\n  "b": {} // x\n}'],
  ];
  for (const [before, after] of rows)
    it(`makes ${JSON.stringify(after)}`, () =>
      assert.equal(withCopiedEntry(inside(before), at("a"), "b"), inside(after)));
});

describe("moving an entry to another file", () => {
  const moved = (to: string, name = "files", prefix: readonly string[] = []) => {
    const taken = takenEntry(text, at(name)) ?? assert.fail("no entry");
    return withPutEntry(to, prefix, taken);
  };

  it("brings its comments, in the layout of that file", () => {
    const to = '\ufeff{\r\n\t"mcpHub.servers": {\r\n\t\t"old": {} // old\r\n\t}\r\n}\r\n';
    assert.equal(
      moved(to),
      to.replace(
        "{} // old\r\n",
        '{}, // old\r\n\t\t// reads files\r\n\t\t// and writes them\r\n\t\t"files": {\r\n\t\t\t// fast\r\n\t\t\t"command": "npx", // the best\r\n\t\t\t"args": ["-y", "files"]\r\n\t\t} // needs Node\r\n',
      ),
    );
  });

  it("makes the servers where there are none, and a new file", () => {
    assert.equal(
      moved("", "web"),
      '{\n  "mcpHub.servers": {\n    /* the other */\n    "web": { "url": "https://example.com" } // last\n  }\n}\n',
    );
    const file = moved('{\n  "folders": []\n}\n', "web", ["settings"]);
    assert.deepEqual(parse(file ?? "").settings["mcpHub.servers"].web, { url: "https://example.com" });
  });

  it("never lets a comment swallow what follows on a line", () => {
    const names = (file = "") => {
      const errors: ParseError[] = [];
      const { "mcpHub.servers": servers } = parse(file, errors);
      assert.deepEqual(errors, [], file);
      return Object.keys(servers);
    };
    assert.deepEqual(names(moved(inside('{ "old": {} }'), "web")), ["old", "web"]);
    assert.deepEqual(names(moved('{ "mcpHub.servers": {\n  "old": {} } }', "web")), ["old", "web"]);
    assert.deepEqual(names(moved(inside("{ /* none */ }"), "files")), ["files"]);
  });
});

describe("changing values of an entry", () => {
  const changed = (path: (string | number)[], value: unknown, of = text, name = "files") =>
    withChangedEntry(of, at(name), [{ path, value }]);

  it("changes only those", () => {
    assert.equal(changed(["command"], "uvx"), text.replace('"npx"', '"uvx"'));
    assert.equal(changed(["args", 1], "x"), text.replace('"-y", "files"', '"-y", "x"'));
    assert.equal(changed(["args"], ["a", "b"]), text.replace('"-y", "files"', '"a", "b"'));
    assert.equal(
      changed(["cwd"], "/x"),
      text.replace('"args": ["-y", "files"]\n', '"args": ["-y", "files"],\n            "cwd": "/x"\n'),
    );
    assert.equal(changed(["args"], undefined), text.replace(/,( \/\/ the best)\n.*"args".*\n/, "$1\n"));
  });

  it("keeps an entry on one line on one line", () => {
    assert.equal(
      changed(["headers"], { "X-A": "1", list: [1, {}] }, text, "web"),
      text.replace('"https://example.com" }', '"https://example.com", "headers": { "X-A": "1", "list": [1, {}] } }'),
    );
    assert.equal(
      changed(["env"], { A: "1" }, inside('{"files":{}}')),
      inside('{"files":{\n  "env": {\n    "A": "1"\n  }\n}}'),
    );
  });
});

describe("edits of any entry", () => {
  /** A settings file as somebody may write it. */
  function file(random: Random): string {
    const eol = oneOf(random, ["\n", "\r\n"]);
    const isWide = random(3) > 0;
    const space = oneOf(random, ["", " "]);
    const unit = oneOf(random, ["  ", "\t"]);
    const gap = (depth: number) => (isWide ? eol + unit.repeat(depth) : space);
    const note = () => oneOf(random, isWide ? ["", "", ` // n${random(9)}`, " /* b */"] : [""]);
    const names = ["a", "b/c d", "c", "é", "e"].slice(0, 1 + random(5));
    const members = names.map((name, index) => {
      const lead = isWide && random(3) === 0 ? `// about ${name}${gap(2)}` : "";
      const value = oneOf(random, ["{}", `{${space}"command":${space}"x"${space}}`, '{"url": "y"}']);
      const comma = index < names.length - 1 || random(2) === 0 ? "," : "";
      return `${lead}${JSON.stringify(name)}:${space}${value}${comma}${note()}`;
    });
    const bom = oneOf(random, ["", "\ufeff"]);
    return `${bom}{${gap(1)}"mcpHub.servers":${space}{${gap(2)}${members.join(gap(2))}${gap(1)}},${gap(1)}"x": 1${gap(0)}}${eol}`;
  }

  it("can be taken back: a copy that is removed, and a name that is given back, leave the bytes as they were", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = numbers(seed);
      const before = file(random);
      const body = before.replace("\ufeff", "");
      const servers: Record<string, unknown> = parse(body, [], { allowTrailingComma: true })["mcpHub.servers"];
      for (const name of Object.keys(servers)) {
        const copied = withCopiedEntry(before, at(name), "copy") ?? assert.fail(before);
        const read = parse(copied.replace("\ufeff", ""), [], { allowTrailingComma: true })["mcpHub.servers"];
        assert.deepEqual(read, { ...servers, copy: servers[name] }, copied);
        assert.equal(withoutEntry(copied, at("copy")), before, `${seed}: ${copied}`);
        const renamed = withRenamedEntry(before, at(name), "other") ?? "";
        assert.equal(withRenamedEntry(renamed, at("other"), name), before);
        const without = withoutEntry(before, at(name)) ?? assert.fail(before);
        const { [name]: _, ...others } = servers;
        assert.deepEqual(
          parse(without.replace("\ufeff", ""), [], { allowTrailingComma: true })["mcpHub.servers"],
          others,
          `${seed}: ${before} → ${without}`,
        );
      }
    }
  });
});
