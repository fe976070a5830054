import * as vscode from "vscode";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";

/** Why a server is not changed here: its file is another app's. */
export const followedText = ({ id, source = "" }: Pick<ServerDefinition, "id" | "source">): string =>
  message(
    "follow.readOnly",
    '"{server}" is not changed here: it is followed in {path}. Change it there, or stop following the file and import it.',
    { server: id, path: safeLine(source, 300) },
  );

/** Opens the file that has a followed server, where its name stands first. */
export async function openFollowed({ source = "", key, id }: ServerDefinition): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(source));
  const text = document.getText();
  const name = key ?? id;
  const quoted = text.indexOf(JSON.stringify(name));
  const place = document.positionAt(Math.max(0, quoted < 0 ? text.indexOf(name) : quoted));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
}
