import assert from "node:assert/strict";
import { apps } from "../../../src/core/apps/apps";
import { appFindings } from "../../../src/editor/configFiles/appFindings";
import { linux } from "../../core/apps/writtenEntries";

const filesOf = (id: string, end: string) =>
  (apps.find((app) => app.id === id) ?? assert.fail(id)).files(linux).filter(({ path }) => path.endsWith(end));

const found = (id: string, end: string, text: string) =>
  appFindings(filesOf(id, end), text).map(({ severity, start, message }) => [severity, start.line, message]);

describe("what the hub cannot use in a file of another app", () => {
  it("is at its place, and what is only not taken over is a hint", () =>
    assert.deepEqual(
      found("cursor", "mcp.json", '{\n"mcpServers": {\n"a": {"command": 7},\n"b": {"command": "x",\n"odd": 1}\n}}').map(
        ([severity, line]) => [severity, line],
      ),
      [
        ["warning", 2],
        ["hint", 4],
      ],
    ));

  it("is in TOML and YAML as well", () => {
    const [[severity, line, text] = []] = found(
      "codex",
      "config.toml",
      '# x\n[mcp_servers.a]\nurl = "https://x"\nbearer_token = "t"\n',
    );
    assert.deepEqual([severity, line], ["warning", 3]);
    assert.match(String(text), /"bearer_token" is refused by Codex/);
    const [[, at] = []] = found("continue", "config.yaml", "mcpServers:\n  - name: a\n    command: 7\n");
    assert.equal(at, 1);
  });

  it("is where a file breaks off", () =>
    assert.deepEqual(
      found("gemini-cli", "settings.json", '{\n"mcpServers": {"a": {"comm').map(([severity, line]) => [severity, line]),
      [["warning", 1]],
    ));

  it("is the one character where it breaks off, or the first one of the file where it has no place", () => {
    const rangesIn = (id: string, end: string, text: string) =>
      appFindings(filesOf(id, end), text).map(({ start, end: to }) => [start, to]);
    const [[from, to] = []] = rangesIn("codex", "config.toml", "a = 1\nb = = 2\n");
    assert.deepEqual(from, { line: 1, character: 4 });
    assert.deepEqual(to, { line: 1, character: 5 });
    const [[top, next] = []] = rangesIn("codex", "config.toml", "mcp_servers = 7\n").slice(-1);
    assert.equal(top?.line, 0);
    assert.ok((next?.character ?? 0) > (top?.character ?? 0));
  });

  it("is not a key that is written twice where the hub reads nothing", () => {
    const twice = '"theme": {"a": 1, "a": 2}, "b": 1, "b": 2';
    assert.deepEqual(found("cursor", "mcp.json", `{"mcpServers": {}, ${twice}}`), []);
    assert.deepEqual(found("cursor", "mcp.json", `{"mcpServers": {"a": {"command": "x"}}, ${twice}}`), []);
  });

  it("is at most a hundred findings", () => {
    const entries = Array.from({ length: 101 }, (_, at) => `"s${at}": {"command": ${at}}`);
    assert.equal(found("cursor", "mcp.json", `{"mcpServers": {${entries.join(", ")}}}`).length, 100);
  });

  it("is a key that is written twice: at the one that does not count, with a fix", () => {
    const text = '{"mcpServers": {\n"a": {"command": "x"},\n"a": {"command": "y"}\n}}';
    const [finding, ...others] = appFindings(filesOf("cursor", "mcp.json"), text);
    assert.deepEqual(others, []);
    assert.equal(finding?.start.line, 1);
    assert.match(finding?.message ?? "", /The one in line 3 counts/);
    assert.equal(finding?.fixes.length, 1);
  });

  it("is said once where several apps read the same file", () => {
    const all = [...filesOf("claude-code", "/.mcp.json"), ...filesOf("vscode", "/.mcp.json")];
    assert.equal(all.length, 2);
    assert.equal(appFindings(all, '{"mcpServers": {"a": {"command": 7}}}').length, 1);
  });
});
