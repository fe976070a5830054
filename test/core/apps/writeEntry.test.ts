import assert from "node:assert/strict";
import type { AppFile } from "../../../src/core/apps/app";
import { apps } from "../../../src/core/apps/apps";
import { readAppFile } from "../../../src/core/apps/reading/readAppFile";
import { isHttp, type Target } from "../../../src/core/apps/target";
import { removeEntry, writeEntry } from "../../../src/core/apps/writeEntry";
import { clientRules } from "./clientRules";
import { linux, program, token, url, variable, writable } from "./writtenEntries";

const text = (written: ReturnType<typeof writeEntry>): string => {
  assert.equal(written.kind, "written", written.kind === "refused" ? written.reason : "");
  return written.kind === "written" ? written.text : "";
};

const formOf = (target: Target): string => (isHttp(target) ? Object.keys(target.token)[0] : "program") ?? "";

const around = { env: { [variable]: token }, typed: token };

describe("the hub's entry in an app's file", () => {
  it("is tried for every app", () =>
    assert.deepEqual(
      apps.filter(({ id }) => !clientRules[id]).map(({ id }) => id),
      [],
    ));

  for (const { app, file, targets } of writable)
    for (const target of targets)
      describe(`${app.name}, ${file.level}, ${formOf(target)}`, () => {
        const written = text(writeEntry(file, "", "hub", target));

        it("is what the app itself reads", () =>
          assert.deepEqual(
            clientRules[app.id]?.(written, "hub", around),
            isHttp(target) ? { url, authorization: `Bearer ${token}` } : program,
          ));

        it("is what the hub reads back", () => {
          const { entries, problems } = readAppFile(file, written);
          assert.deepEqual(problems, []);
          const [entry, ...others] = entries;
          assert.deepEqual(others, []);
          assert.equal(entry?.name, "hub");
          assert.deepEqual(entry?.problems, []);
          const { config } = entry ?? {};
          if (isHttp(target)) assert.ok(config && "url" in config && config.url === url && config.type === "http");
          else assert.ok(config && "command" in config && config.command === program.command);
        });

        it("changes nothing when written again, and leaves nothing behind when removed", () => {
          assert.equal(text(writeEntry(file, written, "hub", target)), written);
          assert.equal(text(removeEntry(file, written, "hub")), "");
        });

        it("never brings a token into a file of a project", () => {
          if (file.level === "project") assert.ok(!written.includes(token), written);
          const literal = writeEntry({ ...file, level: "project" }, "", "hub", { url, token: { literal: token } });
          assert.equal(literal.kind, "refused");
          assert.ok(!JSON.stringify(literal).includes(token));
        });
      });

  it("refuses a file with a syntax error, and says where", () => {
    const broken: Record<string, [string, number, number]> = {
      jsonc: ['{\n  "a": {,}\n}', 2, 9],
      toml: ["a = 1\nb = \n", 2, 5],
      yaml: ["a: 1\nb: [1\nc: 2\n", 3, 1],
    };
    for (const { file, targets } of writable)
      for (const target of targets) {
        const [before, line] = broken[file.shape.format] ?? ["", 0];
        const refusal = writeEntry(file, before, "hub", target);
        assert.equal(refusal.kind, "refused");
        assert.equal(refusal.kind === "refused" && refusal.line, line, `${file.path}: ${JSON.stringify(refusal)}`);
        assert.match(refusal.kind === "refused" ? refusal.reason : "", /line \d+, column \d+/);
      }
  });

  it("refuses a file where the change would say something else", () => {
    // A table in brackets is closed (TOML 1.0, "Inline Table"): one more below it would be an error.
    const before = "mcp_servers = { a = { command = 'x' } }\n";
    assert.equal(writeEntry(fileOf("codex"), before, "hub", program).kind, "refused");
  });

  it("refuses an old place", () => {
    const [old] = apps.flatMap((app) => app.files(linux)).filter(({ isReadOnly }) => isReadOnly);
    assert.ok(old);
    assert.equal(writeEntry(old, "", "hub", program).kind, "refused");
  });

  it("keeps what the person has added to the entry", () => {
    const file = fileOf("cline");
    const first = text(writeEntry(file, "", "hub", program));
    const edited = first.replace('"timeout": 60', '"timeout": 90,\n      "autoApprove": ["read"] // mine');
    const again = text(writeEntry(file, edited, "hub", { url, token: { literal: token } }));
    assert.match(again, /"timeout": 90,\n {6}"autoApprove": \["read"\] \/\/ mine/);
    assert.ok(again.includes(url) && !again.includes("command"), again);
  });

  it("is written for the version of OpenCode that the file is for", () => {
    const file = fileOf("opencode");
    const target = { url, token: { variable } };
    assert.match(text(writeEntry(file, "", "hub", target)), /^\{\n {2}"mcp": \{\n {4}"servers": \{\n {6}"hub": \{/);
    const first = '{ "mcp": { "x": { "type": "local", "command": ["x"] } } }';
    const written = text(writeEntry(file, first, "hub", target));
    assert.deepEqual(Object.keys(JSON.parse(written).mcp), ["hub", "x"]);
    assert.equal(text(removeEntry(file, written, "hub")), first);
  });

  it("removes nothing where there is no entry", () => {
    for (const { file } of writable) {
      const before = file.shape.format === "toml" ? "a = 1\n" : file.shape.format === "yaml" ? "a: 1\n" : '{"a": 1}\n';
      assert.equal(text(removeEntry(file, before, "hub")), before);
    }
  });

  it("keeps an input of VS Code that another server needs", () => {
    const file = fileOf("vscode", "project");
    const written = text(writeEntry(file, "", "hub", { url, token: { variable } }));
    const shared = written.replace(
      '"servers": {',
      '"servers": {\n    "mine": { "url": "https://x.example", "headers": { "A": "${input:hub-token}" } },',
    );
    const removed = text(removeEntry(file, shared, "hub"));
    assert.match(removed, /"id": "hub-token"/);
    assert.doesNotMatch(removed, /"hub":/);
  });
});

function fileOf(id: string, level: AppFile["level"] = "user"): AppFile {
  const file = apps
    .find((app) => app.id === id)
    ?.files(linux)
    .find((one) => one.level === level && !one.isReadOnly);
  assert.ok(file);
  return file;
}
