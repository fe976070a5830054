import * as vscode from "vscode";
import type { Media } from "../../core/calls/checkedMedia";

/**
 * A picture as a part for a language model; `undefined` in an editor that has no such parts. Newer than the oldest editor that the hub
 * runs in, so it is looked up rather than imported.
 */
export function dataPart({ mimeType, data }: Media): unknown {
  const DataPart: unknown = Reflect.get(vscode, "LanguageModelDataPart");
  return typeof DataPart === "function"
    ? Reflect.construct(DataPart, [Buffer.from(data, "base64"), mimeType])
    : undefined;
}
