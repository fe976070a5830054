import * as vscode from "vscode";
import type { ChatPorts } from "../../core/conversation/chatPorts";
import type { Clock } from "../../core/kernel/clock";
import { registerLanguageModelTools } from "./languageModelTools";
import { type ChatFiles, registerParticipant } from "./participant";
import { registerServiceTools } from "./serviceTools";

/** All that models of the editor use of the hub: the participant @mcp, and the language-model tools. */
export const createChat = (
  deps: ChatPorts,
  results: ChatFiles["results"],
  resources: ChatFiles["resources"],
  clock: Clock,
  report: (error: unknown) => void,
): vscode.Disposable =>
  vscode.Disposable.from(
    registerParticipant(deps, { results, resources }),
    registerLanguageModelTools(deps),
    registerServiceTools(deps, clock, report),
  );
