import type * as vscode from "vscode";
import type { StateStore } from "../../core/kernel/ports";

/** The state that VS Code keeps for an extension, per workspace or for all workspaces. */
export const mementoState = (memento: vscode.Memento): StateStore => ({
  get: (key) => memento.get(key),
  set: async (key, value) => memento.update(key, value),
});
