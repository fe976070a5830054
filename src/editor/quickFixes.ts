import * as vscode from "vscode";
import type { SettingsDiagnostics } from "./diagnostics";

/** The light bulb at what the diagnostics offer to better in the settings. */
export const createQuickFixes = (diagnostics: SettingsDiagnostics): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(
    [{ pattern: "**/settings.json" }, { pattern: "**/*.code-workspace" }],
    {
      provideCodeActions: ({ uri }, range) =>
        diagnostics.offersAt(uri, range).map(({ mark, fix: { title, command, target } }) => {
          const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
          action.command = { title, command, arguments: [target] };
          action.diagnostics = [mark];
          action.isPreferred = true;
          return action;
        }),
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
