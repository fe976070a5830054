import * as vscode from "vscode";
import { ToolSearch } from "../../core/catalog/toolSearch";
import type { ChatPorts } from "../../core/conversation/chatPorts";
import { hubTools } from "../../core/conversation/hubTools";
import type { ModelTool } from "../../core/conversation/modelTool";
import { resultLimit } from "../../core/conversation/modelTool";
import { adviceFor } from "../../core/kernel/errorTable";
import { asHubError } from "../../core/kernel/hubError";
import { resultParts } from "../content/modelParts";
import { toSignal } from "../ui/signal";

/**
 * Registers the language-model tools that package.json declares. None asks for confirmation here: the hub asks about
 * each tool behind `mcpHub_callTool` itself, while an "always allow" of the editor would hold for all of them at once.
 */
export function registerLanguageModelTools(deps: ChatPorts): vscode.Disposable {
  const tools = hubTools(deps, new ToolSearch(() => deps.hub.tools()), { door: "agent" });
  return vscode.Disposable.from(
    ...Object.values(tools).map((tool) => vscode.lm.registerTool(tool.name, editorTool(tool, deps))),
  );
}

const editorTool = (tool: ModelTool, { options }: ChatPorts): vscode.LanguageModelTool<object> => ({
  prepareInvocation: ({ input }) => ({
    // Escaped by the editor: the words come from servers and models.
    invocationMessage: new vscode.MarkdownString().appendText(tool.activity(input).doing),
  }),
  invoke: async ({ input, tokenizationOptions }, token) => {
    try {
      const limit = resultLimit(options(), tokenizationOptions?.tokenBudget);
      const result = await tool.run(input, { signal: toSignal(token), limit });
      return toolResult(resultParts(result, true));
    } catch (error) {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      return toolResult([new vscode.LanguageModelTextPart(adviceFor(asHubError(error)))]);
    }
  },
});

/** The constructor of the oldest editor knows text only; the field takes any part. */
function toolResult(parts: unknown[]): vscode.LanguageModelToolResult {
  const result = new vscode.LanguageModelToolResult([]);
  result.content = parts;
  return result;
}
