import * as vscode from "vscode";
import type { Ask } from "../../core/config/plan/variableValues";
import { onAbort } from "../../core/kernel/abortSignals";
import { DisposableStore } from "../../core/kernel/disposable";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { QuestionScreen } from "../ui/questionScreen";

/** Asks in an input box that names the server. It closes when the answer is no longer needed. */
export const askForValue =
  (screen: QuestionScreen): Ask =>
  async ({ server, name, secret }, signal) => {
    if (signal.aborted) return undefined;
    const own = new DisposableStore();
    const box = own.add(vscode.window.createInputBox());
    const label = safeLine(server, 80);
    box.title = `${label}: ${safeLine(name, 80)}`;
    box.prompt = message(
      "questions.inputPrompt",
      'The MCP server "{server}" uses this value. It is kept in VS Code\'s secret storage.',
      { server: label },
    );
    box.placeholder = message("questions.inputPlaceholder", "Value of {variable}", { variable: `\${input:${name}}` });
    box.password = secret;
    box.ignoreFocusOut = true;
    /** What was typed while it counted; a question that comes back starts with it. */
    let typed = "";
    try {
      return await new Promise<string | undefined>((resolve) => {
        own.add({ dispose: onAbort(signal, () => resolve(undefined)) });
        const draw = () => {
          box.value = typed;
        };
        const question = own.add(screen.show({ input: box, draw, undo: draw, dismissed: () => resolve(undefined) }));
        own.add(
          box.onDidChangeValue((value) => {
            box.validationMessage = undefined;
            if (question.isSettled()) typed = value;
          }),
        );
        own.add(
          box.onDidAccept(() => {
            if (!question.isSettled()) return;
            if (box.value !== "") return resolve(box.value);
            box.validationMessage = message(
              "questions.inputEmpty",
              "Enter a value, or press Escape to leave the server as it is.",
            );
          }),
        );
      });
    } finally {
      own.dispose();
    }
  };
