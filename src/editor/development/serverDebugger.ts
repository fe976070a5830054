import * as vscode from "vscode";
import { attachConfiguration } from "../../core/config/plan/debuggedProgram";
import type { ServerDebugger } from "../../core/development/debuggedLink";
import { message, nameOfServer } from "../../protocol/message";

/** VS Code's debugger, attached to a server's program. */
export const serverDebugger = (openRelay: ServerDebugger["openRelay"]): ServerDebugger => ({
  openRelay,
  async attach({ server, debug, port }) {
    const configuration = attachConfiguration(nameOfServer(server), debug, port);
    if (await vscode.debug.startDebugging(undefined, configuration)) return;
    const values = { server };
    void vscode.window.showWarningMessage(
      debug.type === "node"
        ? message(
            "debug.nodeNotAttached",
            'The debugger did not attach to "{server}". Check that the extension "JavaScript Debugger" is enabled, or remove "dev.debug" from its entry.',
            values,
          )
        : message(
            "debug.pythonNotAttached",
            'The debugger did not attach to "{server}". Install the extension "Python Debugger", or remove "dev.debug" from its entry.',
            values,
          ),
    );
  },
});
