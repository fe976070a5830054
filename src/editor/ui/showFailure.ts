import * as vscode from "vscode";
import { asHubError } from "../../core/kernel/hubError";
import { type FailureSource, failureNotice } from "./failureNotice";

/** Tells the person of a failure, once. `report` gets what happens after the notification, and every defect. */
export type ShowFailure = (error: unknown, at?: FailureSource) => void;

export const showFailure =
  (report: (error: unknown) => void): ShowFailure =>
  (error, at) => {
    const known = asHubError(error);
    if (known.code === "internal") report(error);
    const words = failureNotice(known, at);
    if (!words) return;
    const show = words.severity === "error" ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    // The command is over; its notification stays as long as the person likes.
    show(words.message, ...words.buttons.map(({ label }) => label))
      .then(async (label) => {
        const chosen = words.buttons.find((button) => button.label === label);
        if (chosen) await vscode.commands.executeCommand(chosen.command, ...chosen.args);
      })
      .then(undefined, report);
  };
