import type * as vscode from "vscode";
import type { StateStore } from "../../core/kernel/ports";

/** VS Code's own state, of this workspace or of all. */
export const mementoState = (memento: vscode.Memento): StateStore => ({
  get: (key) => memento.get(key),
  set: async (key, value) => memento.update(key, value),
});
