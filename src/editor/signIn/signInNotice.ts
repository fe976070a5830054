import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import { message, nameOfServer } from "../../protocol/message";
import type { CommandId } from "../manifest/commandTable";
import { noticeText } from "../ui/plainText";
import { SignInPrompts } from "./signInPrompts";

const signIn: CommandId = "mcpHub.signIn";

/** Shows one notification for each server that needs a sign-in, however often it tries to connect. */
export function createSignInNotice(
  stream: Pick<EventStream, "onEvent">,
  report: (error: unknown) => void,
): vscode.Disposable {
  const prompts = new SignInPrompts();
  return stream.onEvent((event) => {
    const server = prompts.serverFor(event);
    if (server === undefined) return;
    const label = nameOfServer(server);
    const text = message("signInNotice.needed", 'The MCP server "{server}" needs a sign-in.', { server: label });
    vscode.window
      .showInformationMessage(noticeText(text), message("button.signIn", "Sign In"))
      .then(async (chosen) => {
        if (chosen !== undefined) await vscode.commands.executeCommand(signIn, server);
      })
      .then(undefined, report);
  });
}
