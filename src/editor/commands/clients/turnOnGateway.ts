import * as vscode from "vscode";
import { HubError } from "../../../core/kernel/hubError";
import { message } from "../../../protocol/message";

/** Other programs are let in from now on, in all windows. Rejects with a `HubError` where the settings cannot be changed. */
export async function turnOnGateway(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("mcpHub");
  try {
    await settings.update("gateway", "on", vscode.ConfigurationTarget.Global);
  } catch (error) {
    throw new HubError(
      "bad-config",
      message(
        "gateway.notTurnedOn",
        'The gateway could not be turned on, because the user settings could not be changed. Set "mcpHub.gateway" to "on" there.',
      ),
      { cause: error },
    );
  }
}
