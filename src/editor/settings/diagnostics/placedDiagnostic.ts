import * as vscode from "vscode";
import type { TextRange } from "../../../core/config/editing/jsonLocation";
import type { PlacedFinding } from "./duplicateFindings";

/** Where a problem of a file as a whole shows. */
export const topOfFile: TextRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/** A finding as VS Code shows it. */
export function placedDiagnostic({ start, end, severity, message }: Omit<PlacedFinding, "fixes">): vscode.Diagnostic {
  const { DiagnosticSeverity: Severity } = vscode;
  const severities = { error: Severity.Error, warning: Severity.Warning, hint: Severity.Information };
  const diagnostic = new vscode.Diagnostic(rangeOf({ start, end }), message, severities[severity]);
  diagnostic.source = "MCP Hub";
  return diagnostic;
}

export const rangeOf = ({ start, end }: TextRange): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);
