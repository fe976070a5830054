import assert from "node:assert/strict";
import { read } from "../readAs";

const entryOf = (name: string, entry: unknown) =>
  read("cursor", JSON.stringify({ mcpServers: { [name]: entry } })).entries[0] ?? assert.fail("no entry");

describe("an entry of an app", () => {
  it("is not off, and hides no tools, where it is no object", () => {
    const { isOff, disabledTools, config, problems } = entryOf("a", [1]);
    assert.deepEqual([isOff, disabledTools, config], [false, [], undefined]);
    assert.deepEqual(
      problems.map(({ message, words, path, severity }) => [message, words, path, severity]),
      [
        [
          'Server "a": the entry must be an object, but it is a list.',
          "the entry must be an object, but it is a list.",
          ["mcpServers", "a"],
          "error",
        ],
      ],
    );
  });

  it("is named in 80 characters, and so are its keys and its foreign parts", () => {
    const [fits, longer] = ["x".repeat(80), "x".repeat(81)];
    const said = (name: string, entry: unknown) => entryOf(name, entry).problems[0]?.message ?? "";
    assert.ok(said(fits, 7).includes(`"${fits}"`));
    assert.ok(!said(longer, 7).includes(longer));
    assert.ok(said("a", { command: "x", [fits]: 1 }).includes(`"${fits}" is not taken over.`));
    assert.ok(!said("a", { command: "x", [longer]: 1 }).includes(longer));
    const part = (length: number) => {
      const { entries } = read(
        "opencode",
        JSON.stringify({ mcp: { a: { type: "local", command: [`{file:${"y".repeat(length - 7)}}`] } } }),
      );
      return entries[0]?.problems[0]?.message ?? "";
    };
    assert.ok(part(80).includes(`{file:${"y".repeat(73)}}"`));
    assert.ok(!part(81).includes(`${"y".repeat(74)}}`));
  });

  it("is left out of a list where it has no name", () => {
    const { entries, problems } = read(
      "continue",
      JSON.stringify({ mcpServers: [{ name: "" }, { name: 7 }, 7, { name: "a", command: "x" }] }),
    );
    assert.deepEqual(
      entries.map(({ name, path }) => [name, path]),
      [["a", ["mcpServers", 3]]],
    );
    assert.deepEqual(
      problems.map(({ path, severity, message }) => [path, severity, /^Item (\d) /.exec(message)?.[1]]),
      [
        [["mcpServers", 0], "error", "1"],
        [["mcpServers", 1], "error", "2"],
        [["mcpServers", 2], "error", "3"],
      ],
    );
  });

  it("is one of at most a thousand", () => {
    const servers = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`s${n}`, 1]));
    const found = (count: number) => read("cursor", JSON.stringify({ mcpServers: servers(count) })).entries.length;
    assert.deepEqual([found(1000), found(1001)], [1000, 1000]);
  });

  it("is not looked for in a file of more than 20 MB", () => {
    const { entries, problems } = read("cursor", '{"mcpServers": {"a": {"command": "x"}}}'.padEnd(20_000_001));
    assert.deepEqual(
      [entries, problems.map(({ message }) => message)],
      [[], ["The file is larger than 20 MB. Is it the right one?"]],
    );
  });

  it("chooses all tools by a star", () => {
    const choice = (tools: unknown) => {
      const text = JSON.stringify({ mcpServers: { a: { type: "local", command: "x", tools } } });
      return read("copilot-cli", text).entries[0]?.allowedTools;
    };
    assert.deepEqual(
      [choice(["*"]), choice(["a", "*"]), choice(["a", 7]), choice("a")],
      [undefined, undefined, ["a"], undefined],
    );
  });
});
