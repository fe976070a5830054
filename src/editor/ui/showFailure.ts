import * as vscode from "vscode";
import { asHubError } from "../../core/kernel/hubError";
import { type FailureNotice, type FailureSource, failureNotice } from "./failureNotice";

/**
 * Shows one notification for a failure. VS Code shows a notification of the same words and buttons in the place of the one before, so a
 * cause that comes again, or by another way, is still one notification.
 */
export type ShowFailure = (error: unknown, source?: FailureSource) => void;

/** `report` receives defects of the hub, and errors of the command behind a button. */
export const showFailure =
  (report: (error: unknown) => void): ShowFailure =>
  (error, source) => {
    const hubError = asHubError(error);
    if (hubError.code === "internal") report(error);
    const notice = failureNotice(hubError, source);
    if (notice) showNotice(notice, report);
  };

/** Not awaited: the command has ended, while its notification may stay open. */
export function showNotice({ severity, message, buttons }: FailureNotice, report: (error: unknown) => void): void {
  const show = severity === "error" ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  show(message, ...buttons.map(({ label }) => label))
    .then(async (label) => {
      const chosen = buttons.find((button) => button.label === label);
      if (chosen) await vscode.commands.executeCommand(chosen.command, ...chosen.args);
    })
    .then(undefined, report);
}
