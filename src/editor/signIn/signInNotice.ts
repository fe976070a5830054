import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { CommandId } from "../manifest/commandTable";
import { noticeText } from "../ui/plainText";
import { SignInPrompts } from "./signInPrompts";

const signIn = { label: "Sign In", command: "mcpHub.signIn" satisfies CommandId };

/** Says once of each server that it waits for a sign-in: again only after it has been up, however often it is tried meanwhile. */
export function createSignInNotice(stream: EventStream, report: (error: unknown) => void): vscode.Disposable {
  const once = new SignInPrompts();
  return stream.onEvent((event) => {
    const server = once.due(event);
    if (server === undefined) return;
    const label = stream.view.servers.find(({ id }) => id === server)?.label ?? server;
    vscode.window
      .showInformationMessage(noticeText(`The MCP server "${label}" needs a sign-in.`), signIn.label)
      .then(async (chosen) => {
        if (chosen !== undefined) await vscode.commands.executeCommand(signIn.command, server);
      })
      .then(undefined, report);
  });
}
