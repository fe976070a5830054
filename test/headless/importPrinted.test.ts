import assert from "node:assert/strict";
import type { Candidate, ImportSource } from "../../src/core/apps/import/candidate";
import { type ImportReport, importPrinted } from "../../src/headless/import/importPrinted";

const source = (id: string, name: string, path: string, problems: readonly string[] = []) =>
  ({
    app: { id, name },
    file: { path },
    read: { problems: problems.map((message) => ({ message })) },
  }) as unknown as ImportSource;

const cursor = source("cursor", "Cursor", "/home/ada/.cursor/mcp.json");
const claude = source("claude", "Claude", "/home/ada/claude.json", ["It is not JSON."]);

const candidate = (name: string, verdict: Candidate["verdict"], more: object = {}): Candidate =>
  ({
    source: cursor,
    entry: { name, disabledTools: [] },
    verdict,
    name,
    secrets: [],
    asked: [],
    notes: [],
    ...more,
  }) as unknown as Candidate;

const files = candidate(
  "files",
  { kind: "new" },
  {
    name: "files-2",
    entry: { name: "files", disabledTools: ["delete"] },
    secrets: ["KEY", "TOKEN"],
    notes: [{ message: "files: icons are not taken over", words: "icons are not taken over" }],
  },
);
const plain = candidate("plain", { kind: "new" });
const same = candidate("mail", { kind: "same", as: "post" }, { entry: { name: "mail", disabledTools: ["send"] } });
const cannot = candidate("odd", { kind: "cannot", why: "odd: it has no command", words: "it has no command" });
const drifted = candidate("db", { kind: "drifted", as: "database", what: [] }, { source: claude });
const needed = [
  { server: "files-2", variable: "MCP_HUB_INPUT_KEY" },
  { server: "files-2", variable: "MCP_HUB_INPUT_TOKEN" },
  { server: "other", variable: "MCP_HUB_INPUT_OTHER" },
] as unknown as ImportReport["needed"];

const all: ImportReport = { candidates: [files, plain, same, cannot, drifted], sources: [cursor, claude], needed };
const lines = (report: ImportReport) => importPrinted(report, false).stdout.split("\n");

describe("what an import prints", () => {
  it("is each file with its servers, what is needed for new ones, and the problems", () => {
    assert.deepEqual(lines(all), [
      "Cursor, /home/ada/.cursor/mcp.json",
      '  files-2: new; its name "files" is taken',
      "    secrets that are not copied: KEY •••, TOKEN •••",
      "    set: MCP_HUB_INPUT_KEY, MCP_HUB_INPUT_TOKEN",
      "    icons are not taken over",
      '    not taken over: turned off: delete; deny those tools in "mcpHub.policy"',
      "  plain: new",
      '  mail: same as "post"',
      "  odd: cannot be imported: it has no command",
      "Claude, /home/ada/claude.json",
      '  db: changed since it was imported as "database": ',
      "/home/ada/claude.json: It is not JSON.",
      "Nothing was written. With --config FILE --write, what is new is added to the file.",
      "",
    ]);
    assert.deepEqual([importPrinted(all, false).exitCode, importPrinted(all, false).stderr], [0, ""]);
  });

  it("says what was written, that nothing was, and that nothing was found", () => {
    const end = (report: Partial<ImportReport>) => lines({ ...all, sources: [], ...report }).at(-2);
    const written = (...servers: readonly string[]) => ({ written: { path: "hub.json", servers } });
    assert.equal(end(written("a", "b")), "Added to hub.json: a, b.");
    assert.equal(end(written()), "hub.json was not changed: nothing is new.");
    assert.equal(end({ candidates: [], ...written("a") }), "No servers were found.");
  });

  it("has as JSON what programs need, and no reason of one verdict at another", () => {
    const { servers, problems, written } = JSON.parse(importPrinted(all, true).stdout);
    const of = (server: string, verdict: string) => ({
      app: "cursor",
      file: "/home/ada/.cursor/mcp.json",
      server,
      verdict,
    });
    assert.deepEqual(servers, [
      {
        ...of("files", "new"),
        name: "files-2",
        secrets: ["KEY", "TOKEN"],
        variables: ["MCP_HUB_INPUT_KEY", "MCP_HUB_INPUT_TOKEN"],
        notes: ["icons are not taken over", 'not taken over: turned off: delete; deny those tools in "mcpHub.policy"'],
      },
      { ...of("plain", "new"), name: "plain", secrets: [], variables: [], notes: [] },
      { ...of("mail", "same"), as: "post", notes: [] },
      { ...of("odd", "cannot"), why: "odd: it has no command", notes: [] },
      {
        app: "claude",
        file: "/home/ada/claude.json",
        server: "db",
        verdict: "drifted",
        as: "database",
        differences: [],
        notes: [],
      },
    ]);
    assert.deepEqual(problems, [{ file: "/home/ada/claude.json", message: "It is not JSON." }]);
    assert.equal(written, null);
    const done = JSON.parse(importPrinted({ ...all, written: { path: "f", servers: ["a"] } }, true).stdout);
    assert.deepEqual(done.written, { file: "f", servers: ["a"] });
  });

  it("has names of at most 80 characters, and paths of at most 300", () => {
    const [path, name] = ["p".repeat(301), "n".repeat(81)];
    const long = source("a", "A", path, ["Why."]);
    const report: ImportReport = {
      candidates: [candidate(name, { kind: "new" }, { source: long })],
      sources: [long],
      needed: [],
    };
    const [file = "", server = "", problem = ""] = lines(report);
    assert.match(file, /^A, p{300}…/);
    assert.match(server, /^ {2}n{80}…/);
    assert.match(problem, /^p{300}….*: Why\.$/);
    const written = lines({ ...report, written: { path: "f", servers: [name] } }).at(-2) ?? "";
    assert.match(written, /^Added to f: n{80}…/);
  });
});
