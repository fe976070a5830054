import * as vscode from "vscode";
import { showFollowUps } from "./followUp";
import { noticeText } from "./plainText";
import { type Asking, quickInputs } from "./quickInput";

/** What commands ask and show a person. A command that uses nothing else of the editor is tested without one. Texts may be untrusted. */
export interface Screen extends Asking {
  say(text: string): void;
  /** Asks in a dialog before something is done. */
  confirm(question: string, detail: string, yes: string): Promise<boolean>;
  /** The same with several buttons: the one that was pressed, if any. */
  choose(question: string, detail: string, buttons: readonly string[]): Promise<string | undefined>;
  readonly follow: typeof showFollowUps;
  /** Puts a text into the clipboard. */
  copy(text: string): Promise<void>;
  /** Whether an editor has changes of a file that are not saved. */
  isUnsaved(path: string): boolean;
  /** Opens a file; lines and columns begin with 1. */
  openFile(path: string, line?: number, column?: number): Promise<void>;
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
  follow: showFollowUps,
  copy: async (text) => vscode.env.clipboard.writeText(text),
  isUnsaved: (path) =>
    vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && uri.scheme === "file" && uri.fsPath === path),
  openFile: async (path, line, column = 1) => {
    const at = line === undefined ? undefined : new vscode.Position(line - 1, column - 1);
    const selection = at && new vscode.Range(at, at);
    await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false, ...(selection && { selection }) });
  },
  openSettings: async (target) => {
    const id = target === "user" ? "openSettingsJson" : "openWorkspaceSettingsFile";
    await vscode.commands.executeCommand(`workbench.action.${id}`);
  },
  done: (text) => void vscode.window.setStatusBarMessage(`$(check) ${text}`, doneMs),
  run: async (command, ...args) => void (await vscode.commands.executeCommand(command, ...args)),
};
