import * as vscode from "vscode";
import { isJson } from "../../core/presentation/fileName";
import { isWebAddress } from "../../core/presentation/markdown";
import { readable } from "../../core/presentation/readable";
import type { ShownPart } from "../../core/presentation/shownPart";
import type { ServerId } from "../../protocol/hubEvent";
import type { ResourceFiles } from "./resourceFiles";
import type { ResultFiles } from "./resultFiles";

/** Opens a part of a result in an editor. VS Code asks before it opens a web address. */
export async function openPart(
  part: ShownPart,
  server: ServerId,
  { results, resources }: { readonly results: ResultFiles; readonly resources: ResourceFiles },
): Promise<void> {
  for (const uri of addressesOf(part)) await vscode.commands.executeCommand("vscode.open", uri, { preview: false });

  function addressesOf(part: ShownPart): readonly vscode.Uri[] {
    switch (part.kind) {
      case "text":
        return results.keep([{ name: isJson(part.text) ? "result.json" : "result.txt", text: readable(part.text) }]);
      case "json":
        return results.keep([{ name: "result.json", text: part.text }]);
      case "media":
      case "file":
        return results.keep([part.file]);
      case "link":
        return [
          isWebAddress(part.uri) ? vscode.Uri.parse(part.uri, true) : resources.fileOf({ server, uri: part.uri }),
        ];
    }
  }
}
