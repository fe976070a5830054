import * as vscode from "vscode";
import type { ClientTokens } from "../../core/access/clientTokens";
import { message } from "../../protocol/message";

/** Says, in the window that the person looks at, why other programs cannot reach the hub: once for each reason. */
export function createAddressNotice({ state, onChange }: Pick<ClientTokens, "state" | "onChange">): vscode.Disposable {
  let said = "";
  const look = () => {
    const now = state();
    if (now.kind === "here" || now.kind === "elsewhere") said = "";
    if (now.kind !== "failed" || now.message === said || !vscode.window.state.focused) return;
    said = now.message;
    const settings = message("button.openSettings", "Open Settings");
    void vscode.window.showWarningMessage(now.message, settings).then((answer) => {
      if (answer === settings) void vscode.commands.executeCommand("workbench.action.openSettings", "mcpHub.gateway");
    });
  };
  return vscode.Disposable.from(onChange(look), vscode.window.onDidChangeWindowState(look));
}
