import assert from "node:assert/strict";
import { read } from "../readAs";

describe("odd files of apps", () => {
  const odd: [what: string, text: string, message: RegExp][] = [
    ["no JSON", '{"mcpServers": {', /line 1, column 17/],
    ["a list", "[]", /must hold an object/],
    ["a text", '"x"', /must hold an object/],
    ["servers as a list", '{"mcpServers": []}', /must be an object of servers/],
  ];
  for (const [what, text, message] of odd)
    it(`${what}: is a problem, and no failure`, () => {
      const { entries, problems } = read("cursor", text);
      assert.deepEqual(entries, []);
      assert.match(problems[0]?.message ?? "", message);
    });

  it("odd entries affect only themselves", () => {
    const { entries } = read(
      "cursor",
      '{"mcpServers": {"a": 1, "b": null, "c": {"command": 7}, "d": {"command": "x"}, "__proto__": {"command": "y"}, "e": {"url": "https://x", "command": "x"}}}',
    );
    assert.deepEqual(
      entries.filter(({ config }) => config).map(({ name }) => name),
      ["d", "__proto__"].filter((name) => entries.some((entry) => entry.name === name)),
    );
    for (const name of ["a", "b", "c", "e"]) assert.ok(entries.find((entry) => entry.name === name)?.problems.length);
  });

  it("never repeats a secret in a problem", () => {
    const secret = `ghp_${"a".repeat(36)}`;
    const { entries, problems } = read(
      "cursor",
      JSON.stringify({ mcpServers: { a: { command: "x", env: secret, type: secret } } }),
    );
    assert.ok(!JSON.stringify([problems, entries.map((entry) => entry.problems)]).includes(secret));
  });

  it("an empty file has no servers and no problem", () => {
    for (const id of ["cursor", "codex", "goose"]) assert.deepEqual(read(id, ""), { entries: [], problems: [] });
  });
});
