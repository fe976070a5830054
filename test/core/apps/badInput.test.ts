import assert from "node:assert/strict";
import { apps } from "../../../src/core/apps/apps";
import { readAppFile } from "../../../src/core/apps/reading/readAppFile";
import { linux } from "./writtenEntries";

const fileOf = (id: string, end: string) => {
  const app = apps.find((one) => one.id === id) ?? assert.fail(id);
  return app.files(linux).find(({ path }) => path.endsWith(end)) ?? assert.fail(end);
};
const json = fileOf("cursor", "/.cursor/mcp.json");
const toml = fileOf("codex", "config.toml");
const yaml = fileOf("goose", "config.yaml");

/** A text as an editor that takes it for UTF-8 would see it. */
const misread = (text: string): string => new TextDecoder().decode(Buffer.from(text, "utf16le"));
const good = '{"mcpServers": {"a": {"command": "x"}}}';
const deep = 200_000;

/** Every bad text gives a problem at a place, in little time, and never throws. */
describe("bad files of apps", () => {
  const rows: [what: string, file: typeof json, text: string, problem: RegExp][] = [
    ["UTF-16 taken for UTF-8", json, misread(good), /cannot be read: line 1/],
    ["UTF-16 as TOML", toml, misread('[mcp_servers.a]\ncommand = "x"'), /cannot be read: line 1/],
    ["bytes that are no text", json, "\u0000\u0001\ufffd\ufffd", /cannot be read: line 1/],
    ["50 MB", json, `{"x": "${"a".repeat(50_000_000)}"}`, /larger than 20 MB/],
    ["JSON that is nested deeply", json, "[".repeat(deep) + "]".repeat(deep), /nested more than/],
    ["TOML that is nested deeply", toml, `a = ${"[".repeat(deep)}${"]".repeat(deep)}`, /cannot be read/],
    ["YAML that is nested deeply", yaml, `extensions: ${"[".repeat(20_000)}${"]".repeat(20_000)}`, /cannot be read/],
    ["YAML that contains itself", yaml, "extensions: &a\n  x: *a\n", /cannot be read/],
    ["YAML that multiplies itself", yaml, laughs(), /cannot be read/],
    ["half-written JSON", json, good.slice(0, -5), /cannot be read: line 1, column \d+/],
    ["half-written TOML", toml, "# ok\n[mcp_servers.a", /cannot be read: line 2/],
    ["half-written YAML", yaml, "extensions:\n  a: {cmd: 'x", /cannot be read: line 2/],
    ["a list instead of an object", json, "[]", /must hold an object/],
    ["servers that are no object", json, '{"mcpServers": 7}', /"mcpServers" must be an object/],
  ];
  for (const [what, file, text, problem] of rows)
    it(what, () => {
      const { entries, problems } = readAppFile(file, text);
      assert.deepEqual(entries, []);
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? "", problem);
      assert.ok((problems[0]?.message.length ?? 0) < 400, "It is a sentence, not the file.");
    }).timeout(10_000);

  it("a byte order mark is no mistake", () =>
    assert.deepEqual(
      readAppFile(json, `\ufeff${good}`).entries.map(({ name }) => name),
      ["a"],
    ));

  it("one bad entry leaves the others", () => {
    const { entries } = readAppFile(json, '{"mcpServers": {"bad": [], "a": {"command": "x"}}}');
    assert.deepEqual(
      entries.map(({ name, config }) => [name, config !== undefined]),
      [
        ["bad", false],
        ["a", true],
      ],
    );
  });
});

/** Ten lines that stand for ten to the tenth texts. */
function laughs(): string {
  const lines = ["a0: &a0 [lol, lol]"];
  for (let at = 1; at < 12; at++)
    lines.push(
      `a${at}: &a${at} [${Array(10)
        .fill(`*a${at - 1}`)
        .join(", ")}]`,
    );
  return `${lines.join("\n")}\nextensions: {}\n`;
}
