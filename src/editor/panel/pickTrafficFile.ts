import * as vscode from "vscode";
import { HubError } from "../../core/kernel/hubError";
import { formatBytes } from "../../core/messages/resultText";
import { message } from "../../protocol/message";
import type { ImportedFile } from "../../protocol/panelMessages";
import { trafficFileLimit } from "./trafficFile";

const filters = { JSON: ["json", "har"] };

/** Asks where to save rows, and saves them; does nothing if the person cancels. */
export async function saveTraffic(text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: message("panel.export", "Export Activity"),
    filters,
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, "mcp-activity.json") }),
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** Asks for a file of rows; `undefined` if the person cancels. */
export async function openTraffic(): Promise<ImportedFile | undefined> {
  const chosen = await vscode.window.showOpenDialog({ title: message("panel.import", "Import Activity"), filters });
  const uri = chosen?.[0];
  if (!uri) return undefined;
  const name = uri.path.split("/").at(-1) ?? "";
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > trafficFileLimit)
    throw new HubError(
      "unsupported",
      message("panel.fileTooLarge", '"{name}" is {size}, more than the panel can show. Export fewer rows.', {
        name,
        size: formatBytes(size),
      }),
    );
  return { name, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
}
