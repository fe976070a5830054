import * as vscode from "vscode";
import { noticeText } from "./plainText";

/** What a person can do about a notice. */
export interface FollowUp {
  readonly label: string;
  run(): Promise<void> | void;
}

/** Shows a notice with buttons. Not awaited: the command has ended, while its notice may stay open. */
export function showFollowUps(
  text: string,
  buttons: readonly FollowUp[],
  options: { readonly isError?: boolean; readonly isWarning?: boolean; readonly failed: (error: unknown) => void },
): void {
  const { showErrorMessage, showInformationMessage, showWarningMessage } = vscode.window;
  const show = options.isError ? showErrorMessage : options.isWarning ? showWarningMessage : showInformationMessage;
  show(noticeText(text, 1000), ...buttons.map(({ label }) => label))
    .then((label) => buttons.find((button) => button.label === label)?.run())
    .then(undefined, options.failed);
}
