import assert from "node:assert/strict";
import { differencesText, verdictText } from "../../../../src/core/apps/import/verdictText";
import { detailText, hiddenRow, importedText } from "../../../../src/editor/commands/import/importText";
import { found, known, source } from "../../../core/apps/import/importWorld";
import { linux } from "../../../core/apps/writtenEntries";

describe("the words of an import", () => {
  const all = found(
    [
      source("cursor", {
        mcpServers: {
          plain: { command: "a" },
          taken: { command: "b" },
          same: { url: "https://x.example/mcp" },
          other: { url: "https://y.example/mcp", headers: { "X-Team": "b", "X-Api-Key": "planted-value" } },
          broken: { command: 7 },
        },
      }),
      source("roo", {
        mcpServers: { off: { command: "c", disabled: true, alwaysAllow: ["x"], disabledTools: ["rm", "mv"] } },
      }),
    ],
    {
      known: [
        known("taken", { command: "z" }),
        known("web", { url: "https://x.example/mcp" }),
        known("why", { url: "https://y.example/mcp" }),
      ],
    },
  );

  it("say what the hub can do with each server", () =>
    assert.deepEqual(all.map(verdictText), [
      "new",
      'new; its name "taken" is taken',
      'same as "web"',
      'differs from "why": +headers.x-api-key, +headers.x-team',
      "cannot be imported",
      "new",
    ]));

  it("say where it is from, what becomes of it, and what does not, without a value", () => {
    const details = all.map((candidate) => detailText(candidate, linux));
    assert.equal(details[0], "Cursor, ~/.cursor/mcp.json");
    assert.equal(details[3], "Cursor, ~/.cursor/mcp.json · to secret storage: X-Api-Key •••");
    assert.match(details[4] ?? "", /"command" must be/);
    assert.match(
      details[5] ?? "",
      /^Roo Code, ~\/\.config\/Code.* · switched off · turned off: rm, mv · "alwaysAllow" lets tools run/,
    );
    assert.ok(!details.join().includes("planted"));
  });

  it("say which values only the app has", () => {
    const servers = { gh: { url: "https://x.example", headers: { Authorization: "Bearer ${input:gh-token}" } } };
    const [gh] = found([source("vscode", { servers }, ".vscode/mcp.json")]);
    assert.ok(gh);
    assert.equal(detailText(gh, linux), "VS Code, .vscode/mcp.json · you are asked for: gh-token");
  });

  it("say which tools are the only ones, and what stands beside the change of the settings", () => {
    const only = { command: "x", includeTools: ["a", "b"], excludeTools: ["b"] };
    const [first, none, plain] = found([
      source("gemini-cli", {
        mcpServers: { first: only, none: { command: "y", includeTools: [] }, plain: { command: "z" } },
      }),
    ]);
    assert.ok(first && none && plain);
    assert.deepEqual(hiddenRow(first), ["first: every tool is turned off, also new ones, except: a"]);
    assert.deepEqual(hiddenRow(none), ["none: all tools are turned off"]);
    assert.deepEqual(hiddenRow(plain), []);
  });

  it("name a few differences, and count the others", () => {
    const what = ["a", "b", "c", "d", "e", "f"].map((key) => ({ kind: "removed" as const, key }));
    assert.equal(differencesText(what), "-a, -b, -c, -d and 2 more");
  });

  it("say what was done", () => {
    assert.equal(importedText(["a"], 0), '"a" was imported.');
    assert.equal(
      importedText(["a", "b"], 1),
      "2 servers were imported. 1 secret is in secret storage; the settings refer to it.",
    );
  });
});
