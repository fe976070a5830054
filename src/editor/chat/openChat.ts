import type * as vscode from "vscode";
import { ToolSearch } from "../../core/catalog/toolSearch";
import type { ChatPorts } from "../../core/conversation/chatPorts";
import { hubTools } from "../../core/conversation/hubTools";
import type { HubToolName } from "../../core/conversation/toolInputs";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { editorTool } from "./languageModelTools";
import { answerTurn, type ChatFiles, followUpsOf } from "./participant";
import { registerServiceTools } from "./serviceTools";

/** All that models of the editor use of the hub. */
export interface OpenChat extends Disposable {
  /** Answers a turn of the participant @mcp. */
  readonly answer: vscode.ChatRequestHandler;
  readonly followUps: vscode.ChatFollowupProvider["provideFollowups"];
  tool(name: HubToolName): vscode.LanguageModelTool<object>;
}

/** Opens the chat: what the participant and the language-model tools do. It registers the tools of the typed services itself. */
export function openChat(deps: ChatPorts, files: ChatFiles, clock: Clock, report: (error: unknown) => void): OpenChat {
  const tools = hubTools(deps, new ToolSearch(() => deps.hub.tools()), { door: "agent" });
  const services = registerServiceTools(deps, clock, report);
  return {
    answer: answerTurn(deps, files),
    followUps: followUpsOf,
    tool: (name) => editorTool(tools[name], deps),
    dispose: () => void services.dispose(),
  };
}
