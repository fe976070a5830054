import assert from "node:assert/strict";
import type { TextDocument } from "vscode";
import { ensureSaved } from "../../../src/editor/settings/ensureSaved";

describe("saving a settings file before it is written", () => {
  /** Only the part of a document that the code reads. */
  const open = (state: { isDirty: boolean; isClosed: boolean }) =>
    Object.assign(state, { uri: { path: "/User/settings.json" } }) as typeof state & TextDocument;

  it("waits while a save is under way, such as one by VS Code itself", async () => {
    const document = open({ isDirty: true, isClosed: false });
    let settled = false;
    const waiting = ensureSaved(document).then(() => {
      settled = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(settled, false);
    Object.assign(document, { isDirty: false });
    await waiting;
  });

  it("ignores a file that is closed", () => ensureSaved(open({ isDirty: true, isClosed: true })));

  it("rejects if the changes stay unsaved", () =>
    assert.rejects(ensureSaved(open({ isDirty: true, isClosed: false })), {
      code: "bad-config",
      message: "The settings were not changed: settings.json has unsaved changes. Save or revert them, then try again.",
    }));
});
