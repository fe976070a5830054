import * as vscode from "vscode";
import { unusedText } from "../../core/conversation/cost/costText";
import type { UnusedTools } from "../../core/conversation/cost/unusedTools";
import { message } from "../../protocol/message";
import type { CommandId } from "../manifest/commandTable";
import { showFollowUps } from "./followUp";

const chooseTools: CommandId = "mcpHub.chooseTools";

/** Says that tools of a server are not used, and offers to choose. Whatever the person answers, they are not told again. */
export const showUnused = (unused: UnusedTools, failed: (error: unknown) => void): void =>
  showFollowUps(
    unusedText(unused),
    [
      {
        label: message("button.chooseTools", "Choose…"),
        run: async () => void (await vscode.commands.executeCommand(chooseTools, unused.server)),
      },
      { label: message("button.notNow", "Not Now"), run: () => {} },
    ],
    { failed },
  );
