import assert from "node:assert/strict";
import type { AppFile } from "../../../src/core/apps/app";
import { apps } from "../../../src/core/apps/apps";
import { type Offer, plannedChange, plannedRemoval, usesHub } from "../../../src/core/apps/plannedChange";
import { linux, program, token, url, variable, writable } from "./writtenEntries";

const offer: Offer = { url, token, variable, program };

function planned(id: string, level: AppFile["level"], before = "", given: Offer = offer) {
  const app = apps.find((one) => one.id === id);
  const file = app?.files(linux).find((one) => one.level === level && !one.isReadOnly);
  assert.ok(app && file);
  const change = plannedChange(app, file, before, "hub", given);
  assert.equal(change.kind, "change");
  return change.kind === "change" ? change : assert.fail();
}

describe("the change of an app's file", () => {
  const forms: [id: string, level: AppFile["level"], form: string][] = [
    ["cursor", "user", "token"],
    ["cursor", "project", "variable"],
    ["claude-desktop", "user", "program"],
    ["zed", "user", "token"],
    ["zed", "project", "program"],
    ["copilot-cli", "project", "program"],
    ["codex", "project", "variable"],
    ["junie", "project", "program"],
    ["vscode", "project", "variable"],
  ];
  for (const [id, level, form] of forms)
    it(`${id}, ${level}: ${form}`, () => {
      const change = planned(id, level);
      assert.equal(change.form, form);
      assert.equal(change.after.includes(token), form === "token");
    });

  it("needs no token where none was made", () => {
    const { token: _, ...without } = offer;
    assert.equal(planned("cursor", "user", "", without).form, "variable");
    assert.equal(planned("lm-studio", "user", "", without).form, "program");
  });

  it("says what the person does next, the variable first", () => {
    assert.deepEqual(planned("codex", "project").next, [
      "Set the environment variable HUB_TOKEN to the token of a client before Codex starts.",
      'Start Codex again; "/mcp" shows the hub. A project\'s file counts only in a folder that you trust there.',
      "Codex gives a server 10 seconds to start and a tool 60 seconds, unless its entry says otherwise.",
    ]);
    assert.match(planned("vscode", "project").next[0] ?? "", /VS Code asks for the token/);
    for (const { app, file } of writable) {
      const change = plannedChange(app, file, "", "hub", offer);
      assert.ok(
        change.kind === "change" && change.next.length > 0 && change.next.every((sentence) => sentence.endsWith(".")),
      );
    }
  });

  it("warns before it overwrites a server that is not the hub", () => {
    assert.equal(
      planned("cursor", "user", '{"mcpServers": {"hub": {"command": "npx", "args": ["other"]}}}').replacesOther,
      true,
    );
    assert.equal(planned("cursor", "user").replacesOther, false);
    for (const { app, file } of writable) {
      const { after } = planned(app.id, file.level);
      if (file.path.endsWith(".jsonc")) continue;
      assert.equal(planned(app.id, file.level, after).replacesOther, false, `${app.id} ${file.level}`);
      assert.equal(usesHub(file, after, "hub"), true);
    }
  });

  it("is taken back by the removal", () => {
    for (const { app, file } of writable) {
      const before = file.shape.format === "jsonc" ? "{}\n" : "";
      const change = plannedChange(app, file, before, "hub", offer);
      assert.ok(change.kind === "change");
      const removal = plannedRemoval(app, file, change.after, "hub");
      assert.ok(removal.kind === "change" && removal.after === before, app.id);
      assert.equal(usesHub(file, before, "hub"), false);
    }
  });
});
