import * as vscode from "vscode";
import type { ResultFiles } from "../content/resultFiles";
import type { ResourceFiles } from "../resources/resourceFiles";
import type { ChatView } from "./chatView";

/** What opens from an answer. */
export interface ChatFiles {
  readonly results: Pick<ResultFiles, "keep">;
  readonly resources: Pick<ResourceFiles, "fileOf">;
}

/** The answer that the editor shows. */
export function participantView(stream: vscode.ChatResponseStream, { results, resources }: ChatFiles): ChatView {
  const file: ChatView["file"] = (named) => {
    for (const uri of results.keep([named])) stream.anchor(uri, named.name);
  };
  return {
    markdown: (text) => stream.markdown(text),
    progress: (text) => stream.progress(text),
    file,
    picture({ mimeType, data }, named) {
      // Checked before: a known type, and base64 that cannot leave the address.
      stream.markdown(
        new vscode.MarkdownString(`![${named.name.replace(/[^\w.-]/g, "")}](data:${mimeType};base64,${data})\n\n`),
      );
      file(named);
    },
    resource: (address, name) => stream.anchor(resources.fileOf(address), name),
  };
}
