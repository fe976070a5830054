import * as vscode from "vscode";
import { rangeOf } from "./placedDiagnostic";
import type { QuickFix } from "./settingsDiagnostics";

/** Where fixes for a part of a document come from. */
export interface QuickFixSource {
  quickFixesAt(document: vscode.TextDocument, range: vscode.Range): readonly QuickFix[];
}

/** Provides the quick fixes of diagnostics. The first of each diagnostic is the one that VS Code prefers. */
export const createQuickFixes = (source: QuickFixSource, files: vscode.DocumentSelector): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(
    files,
    {
      provideCodeActions: (document, range) => {
        const preferred = new Set<vscode.Diagnostic>();
        return source.quickFixesAt(document, range).flatMap(({ diagnostic, fix }) => {
          // The settings were read when they were saved; what is typed since then is left alone.
          if ("before" in fix && document.getText(diagnostic.range) !== fix.before) return [];
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          if ("command" in fix) action.command = { title: fix.title, command: fix.command, arguments: [fix.target] };
          else {
            action.edit = new vscode.WorkspaceEdit();
            for (const { json, ...place } of editsOf(diagnostic, fix))
              action.edit.replace(document.uri, rangeOf(place), json);
          }
          action.diagnostics = [diagnostic];
          action.isPreferred = !preferred.has(diagnostic);
          preferred.add(diagnostic);
          return [action];
        });
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );

type TextFix = Exclude<QuickFix["fix"], { readonly command: unknown }>;

const editsOf = ({ range }: vscode.Diagnostic, fix: TextFix) =>
  "edits" in fix ? fix.edits : [{ start: range.start, end: range.end, json: fix.after }];

/** The files that hold settings. */
export const settingsFiles: vscode.DocumentSelector = [
  { pattern: "**/settings.json" },
  { pattern: "**/*.code-workspace" },
];
