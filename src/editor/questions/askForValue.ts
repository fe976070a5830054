import * as vscode from "vscode";
import type { Ask } from "../../core/config/plan/variableValues";
import { safeLine } from "../../core/kernel/redact";

/** Asks in an input box that names the server. It closes when the answer is no longer wanted. */
export const askForValue: Ask = async ({ server, name, secret }, signal) => {
  const box = vscode.window.createInputBox();
  const parts: vscode.Disposable[] = [box];
  try {
    box.title = `${safeLine(server, 80)}: ${name}`;
    box.prompt = `The MCP server "${safeLine(server, 80)}" uses this value. It is kept in VS Code's secret storage.`;
    box.placeholder = `Value of \${input:${name}}`;
    box.password = secret;
    box.ignoreFocusOut = true;
    return await new Promise<string | undefined>((resolve) => {
      const close = () => resolve(undefined);
      if (signal.aborted) return close();
      signal.addEventListener("abort", close, { once: true });
      parts.push(
        { dispose: () => signal.removeEventListener("abort", close) },
        box.onDidChangeValue(() => {
          box.validationMessage = undefined;
        }),
        box.onDidAccept(() => {
          if (box.value === "") box.validationMessage = "Enter a value, or press Escape to leave the server as it is.";
          else resolve(box.value);
        }),
        box.onDidHide(close),
      );
      box.show();
    });
  } finally {
    for (const part of parts.reverse()) part.dispose();
  }
};
