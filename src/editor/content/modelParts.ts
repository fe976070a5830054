import * as vscode from "vscode";
import type { Media } from "../../core/messages/checkedMedia";
import type { ResultText } from "../../core/messages/resultText";

/** A result as the editor's language-model parts: its text, and with `withMedia` its pictures. */
export function resultParts({ text, media }: ResultText, withMedia: boolean): unknown[] {
  const data = withMedia ? media.map(dataPart) : [];
  return [new vscode.LanguageModelTextPart(text), ...data.filter((part) => part !== undefined)];
}

/**
 * A picture as a part for a language model; `undefined` in an editor without such parts. The class is newer than the oldest
 * supported editor, so it is looked up and not imported.
 */
export function dataPart({ mimeType, data }: Media): unknown {
  const DataPart: unknown = Reflect.get(vscode, "LanguageModelDataPart");
  return typeof DataPart === "function"
    ? Reflect.construct(DataPart, [Buffer.from(data, "base64"), mimeType])
    : undefined;
}

/** Whether a model accepts pictures. Newer editors report this for each model; without a report the answer is no. */
export function seesImages(model: vscode.LanguageModelChat): boolean {
  const capabilities: unknown = Reflect.get(model, "capabilities");
  return (
    typeof capabilities === "object" &&
    capabilities !== null &&
    "supportsImageToText" in capabilities &&
    capabilities.supportsImageToText === true
  );
}
