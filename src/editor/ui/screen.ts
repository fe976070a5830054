import * as vscode from "vscode";
import type { Progress } from "../../core/messages/toolResult";
import { serversViewId } from "../manifest/contributions";
import { showFollowUps } from "./followUp";
import { quickInputs } from "./inputs/quickInputs";
import { noticeText } from "./plainText";
import type { Asking } from "./quickInput";
import { showNotice } from "./showFailure";
import { toSignal } from "./signal";
import { progressReporter } from "./viewProgress";

/** A notification about something that takes a while. */
export interface Busy {
  /** Aborted by its Cancel button. */
  readonly signal: AbortSignal;
  say(text: string): void;
  readonly step: (progress: Progress) => void;
}

/** What commands ask and show a person. A command that uses nothing else of the editor is tested without one. Texts may be untrusted. */
export interface Screen extends Asking {
  say(text: string): void;
  /** Asks in a dialog before something is done. */
  confirm(question: string, detail: string, yes: string): Promise<boolean>;
  /** The same with several buttons: the one that was pressed, if any. */
  choose(question: string, detail: string, buttons: readonly string[]): Promise<string | undefined>;
  /** Says something with a button, and settles with whether it was pressed when the notice is gone. */
  offer(text: string, button: string): Promise<boolean>;
  readonly follow: typeof showFollowUps;
  /** Shows what failed, with buttons that run commands. */
  readonly notice: typeof showNotice;
  /** Shows a notification while something is done. It has a Cancel button, if not told otherwise. */
  busy<T>(title: string, work: (shown: Busy) => Promise<T>, canCancel?: boolean): Promise<T>;
  /** Shows a bar in the Servers view while something is done. */
  inView(work: () => Promise<void>): Promise<void>;
  /** Puts a text into the clipboard. */
  copy(text: string): Promise<void>;
  /** Whether an editor has changes of a file that are not saved. */
  isUnsaved(path: string): boolean;
  /** Opens a file; lines and columns begin with 1. */
  openFile(path: string, line?: number, column?: number): Promise<void>;
  /** Opens an address in the person's browser. */
  browse(address: string): Promise<void>;
  openSettings(target: "user" | "workspace"): Promise<void>;
  /** Says in the status bar, for some seconds, that something is done. */
  done(text: string): void;
  /** Runs a command of the editor. */
  run(command: string, ...args: readonly unknown[]): Promise<void>;
}

const doneMs = 5000;

const choose: Screen["choose"] = async (question, detail, buttons) =>
  vscode.window.showWarningMessage(noticeText(question), { modal: true, detail }, ...buttons);

/** The screen of this window. */
export const screen: Screen = {
  ...quickInputs,
  say: (text) => void vscode.window.showInformationMessage(noticeText(text)),
  confirm: async (question, detail, yes) => (await choose(question, detail, [yes])) === yes,
  choose,
  offer: async (text, button) => (await vscode.window.showInformationMessage(noticeText(text), button)) === button,
  follow: showFollowUps,
  notice: showNotice,
  busy: async (title, work, canCancel = true) =>
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: noticeText(title, 120), cancellable: canCancel },
      (progress, token) =>
        work({
          signal: toSignal(token),
          say: (text) => progress.report({ message: noticeText(text, 80) }),
          step: progressReporter(progress),
        }),
    ),
  inView: async (work) => vscode.window.withProgress({ location: { viewId: serversViewId } }, work),
  copy: async (text) => vscode.env.clipboard.writeText(text),
  isUnsaved: (path) =>
    vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.scheme === "file" && uri.fsPath === path),
  openFile: async (path, line, column = 1) => {
    const at = line === undefined ? undefined : new vscode.Position(line - 1, column - 1);
    const selection = at && new vscode.Range(at, at);
    await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false, ...(selection && { selection }) });
  },
  browse: async (address) => void (await vscode.env.openExternal(vscode.Uri.parse(address))),
  openSettings: async (target) => {
    const id = target === "user" ? "openSettingsJson" : "openWorkspaceSettingsFile";
    await vscode.commands.executeCommand(`workbench.action.${id}`);
  },
  done: (text) => void vscode.window.setStatusBarMessage(`$(check) ${text}`, doneMs),
  run: async (command, ...args) => void (await vscode.commands.executeCommand(command, ...args)),
};
