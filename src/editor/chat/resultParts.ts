import * as vscode from "vscode";
import type { Media } from "../../core/calls/checkedMedia";
import type { ResultText } from "../../core/calls/resultText";

/** A result as the editor's language-model parts: its text, then its pictures where `withMedia` says so. */
export function resultParts({ text, media }: ResultText, withMedia: boolean): unknown[] {
  const data = withMedia ? media.map(dataPart) : [];
  return [new vscode.LanguageModelTextPart(text), ...data.filter((part) => part !== undefined)];
}

/** Newer than the oldest editor that the hub runs in, so it is looked up rather than imported. */
function dataPart({ mimeType, data }: Media): unknown {
  const DataPart: unknown = Reflect.get(vscode, "LanguageModelDataPart");
  return typeof DataPart === "function"
    ? Reflect.construct(DataPart, [Buffer.from(data, "base64"), mimeType])
    : undefined;
}
