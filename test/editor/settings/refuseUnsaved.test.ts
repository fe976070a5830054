import assert from "node:assert/strict";
import type { TextDocument } from "vscode";
import { refuseUnsaved } from "../../../src/editor/settings/refuseUnsaved";

describe("a settings file with unsaved changes", () => {
  /** As much of a document as is asked for; the rest is not there. */
  const open = (state: { isDirty: boolean; isClosed: boolean }) =>
    Object.assign(state, { uri: { path: "/User/settings.json" } }) as typeof state & TextDocument;

  it("is waited for while a save is under way, such as one of VS Code itself", async () => {
    const document = open({ isDirty: true, isClosed: false });
    let settled = false;
    const waiting = refuseUnsaved(document).then(() => {
      settled = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(settled, false);
    Object.assign(document, { isDirty: false });
    await waiting;
  });

  it("is no matter once it is closed", () => refuseUnsaved(open({ isDirty: true, isClosed: true })));

  it("is left to the person where nobody saves it", () =>
    assert.rejects(refuseUnsaved(open({ isDirty: true, isClosed: false })), {
      code: "bad-config",
      message: "The settings were not changed: settings.json has unsaved changes. Save or revert it, then try again.",
    }));
});
