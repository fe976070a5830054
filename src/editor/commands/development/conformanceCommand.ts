import * as vscode from "vscode";
import type { ConformanceReport } from "../../../core/development/conformance/conformanceReport";
import { conformanceMarkdown } from "../../../core/development/conformance/conformanceText";
import type { ServerId } from "../../../protocol/hubEvent";
import { message, nameOfServer } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import { noticeText } from "../../ui/plainText";
import { toSignal } from "../../ui/signal";
import type { CommandPorts } from "../commandPorts";
import { noServerText, targetOf } from "../commandTarget";
import { pickServer } from "../pickTarget";
import { conformanceQuestion, stepText } from "./conformanceTexts";

/** Runs the official conformance suite on a server, and shows the result as a document. */
export const conformanceCommand = (ports: CommandPorts): Pick<Commands, "mcpHub.runConformance"> => ({
  "mcpHub.runConformance": async (argument) => {
    const title = message("command.runConformance", "Run Conformance Suite on Server");
    const server = targetOf(argument).server ?? (await pickServer(ports, title, () => true, noServerText()));
    if (server === undefined || !(await isAllowed(ports, server))) return;
    const report = await reported(ports, server);
    if (!report) return;
    const name = `${nameOfServer(server)} conformance.md`;
    await ports.documents.open({ name, text: conformanceMarkdown(report), isRendered: true });
  },
});

async function isAllowed({ hub }: CommandPorts, server: ServerId): Promise<boolean> {
  const { text, detail } = conformanceQuestion(hub.definition(server));
  const run = message("button.run", "Run");
  return (await vscode.window.showInformationMessage(text, { modal: true, detail }, run)) === run;
}

/** `undefined` after a cancel. */
async function reported({ conformance, hub }: CommandPorts, server: ServerId): Promise<ConformanceReport | undefined> {
  const title = message("conformance.runningOn", "Conformance of {server}", {
    server: noticeText(nameOfServer(server), 80),
  });
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    try {
      return await conformance.run(
        hub.definition(server),
        (step) => progress.report({ message: stepText(step) }),
        toSignal(token),
      );
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}
