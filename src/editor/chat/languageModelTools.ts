import * as vscode from "vscode";
import { sessionOf } from "../../core/calls/approval/readResults";
import type { ChatPorts } from "../../core/conversation/chatPorts";
import type { ModelTool } from "../../core/conversation/modelTool";
import { failureForModel, resultLimit } from "../../core/conversation/modelTool";
import { asHubError } from "../../core/kernel/hubError";
import { escapeMarkdown } from "../../core/presentation/markdown";
import { resultParts } from "../content/modelParts";
import { toSignal } from "../ui/signal";

/**
 * A tool of the hub as one of the editor. It needs no confirmation of the editor: the hub itself asks for each tool behind
 * `mcpHub_callTool`, while an "always allow" of the editor would apply to all of them.
 */
export const editorTool = (
  tool: ModelTool,
  { options }: Pick<ChatPorts, "options">,
): vscode.LanguageModelTool<object> => ({
  prepareInvocation: ({ input }) => ({
    // Escaped: the text may come from servers and models. `appendText` would let lines break inside words.
    invocationMessage: new vscode.MarkdownString(escapeMarkdown(tool.activity(input).doing)),
  }),
  invoke: async ({ input, tokenizationOptions, toolInvocationToken }, token) => {
    try {
      const limit = resultLimit(options(), tokenizationOptions?.tokenBudget);
      const result = await tool.run(input, {
        signal: toSignal(token),
        limit,
        conversation: sessionOf(toolInvocationToken),
      });
      return toolResult(resultParts(result, true));
    } catch (error) {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      const failure = failureForModel(asHubError(error), { error: tool.activity(input).done });
      return toolResult([new vscode.LanguageModelTextPart(failure)]);
    }
  },
});

/** In the oldest supported editor the constructor accepts only text, but the field accepts any part. */
function toolResult(parts: unknown[]): vscode.LanguageModelToolResult {
  const result = new vscode.LanguageModelToolResult([]);
  result.content = parts;
  return result;
}
