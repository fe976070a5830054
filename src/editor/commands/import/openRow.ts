import * as vscode from "vscode";
import { jsonLocation } from "../../../core/config/editing/jsonLocation";
import type { Row } from "./pickCandidates";

/** Opens the file of a row at its place. */
export async function openRow(row: Row): Promise<void> {
  if (row.kind === "head") return;
  const { file } = row.kind === "server" ? row.candidate.source : row.source;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file.path));
  const at = row.kind === "problem" ? row.problem : { path: row.kind === "server" ? row.candidate.entry.path : [] };
  const place =
    "line" in at && at.line !== undefined ? { line: at.line - 1, character: (at.column ?? 1) - 1 } : undefined;
  const start = place ?? (file.shape.format === "jsonc" ? jsonLocation(document.getText(), at.path)?.start : undefined);
  const position = new vscode.Position(start?.line ?? 0, start?.character ?? 0);
  await vscode.window.showTextDocument(document, {
    preview: true,
    preserveFocus: true,
    selection: new vscode.Range(position, position),
  });
}
