import * as vscode from "vscode";
import type { ResultText } from "../../core/calls/resultText";
import { dataPart } from "./dataPart";

/** A result as the editor's language-model parts: its text, then its pictures where `withMedia` says so. */
export function resultParts({ text, media }: ResultText, withMedia: boolean): unknown[] {
  const data = withMedia ? media.map(dataPart) : [];
  return [new vscode.LanguageModelTextPart(text), ...data.filter((part) => part !== undefined)];
}
