import * as vscode from "vscode";
import { asHubError } from "../../core/kernel/hubError";
import { type FailureSource, failureNotice } from "./failureNotice";

/** Shows one notification for a failure. */
export type ShowFailure = (error: unknown, source?: FailureSource) => void;

/** `report` receives defects of the hub, and errors of the command behind a button. */
export const showFailure =
  (report: (error: unknown) => void): ShowFailure =>
  (error, source) => {
    const hubError = asHubError(error);
    if (hubError.code === "internal") report(error);
    const notice = failureNotice(hubError, source);
    if (!notice) return;
    const show = notice.severity === "error" ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    // Not awaited: the command has ended, while its notification may stay open.
    show(notice.message, ...notice.buttons.map(({ label }) => label))
      .then(async (label) => {
        const chosen = notice.buttons.find((button) => button.label === label);
        if (chosen) await vscode.commands.executeCommand(chosen.command, ...chosen.args);
      })
      .then(undefined, report);
  };
