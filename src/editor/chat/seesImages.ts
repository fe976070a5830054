import type * as vscode from "vscode";

/** Whether a model can be given pictures. Newer editors say so of each model; where nothing is said, a picture is only named. */
export function seesImages(model: vscode.LanguageModelChat): boolean {
  const capabilities: unknown = Reflect.get(model, "capabilities");
  return (
    typeof capabilities === "object" &&
    capabilities !== null &&
    "supportsImageToText" in capabilities &&
    capabilities.supportsImageToText === true
  );
}
