import * as vscode from "vscode";
import type { ChatPorts } from "../../core/conversation/chatPorts";
import { serviceTools } from "../../core/conversation/services/serviceTools";
import { contextKeyOf, serviceToolNames } from "../../core/conversation/services/serviceToolTexts";
import type { Clock } from "../../core/kernel/clock";
import type { HubEvent } from "../../protocol/hubEvent";
import { createBatcher } from "../ui/batcher";
import { editorTool } from "./languageModelTools";

/** How long changes are gathered before the tools are looked at again, in milliseconds. */
const gatherMs = 300;

/** After these, other methods may be offered. */
const listChanges: ReadonlySet<HubEvent["type"]> = new Set([
  "server.catalog",
  "server.state",
  "server.removed",
  "config.read",
  "choice.changed",
]);

/**
 * The tools of the typed services that package.json declares: each is shown and registered only while a connected server can do it. They
 * need no confirmation of the editor, as the others of the hub.
 */
export function registerServiceTools(
  deps: ChatPorts,
  clock: Clock,
  report: (error: unknown) => void,
): vscode.Disposable {
  const registered = new Map<string, vscode.Disposable>();
  let isDisposed = false;

  const follow = async (): Promise<void> => {
    const tools = new Map((await serviceTools(deps, { door: "agent" })).map((tool) => [tool.name, tool]));
    for (const name of serviceToolNames) {
      if (isDisposed) return;
      const tool = tools.get(name);
      const known = registered.get(name);
      if ((tool !== undefined) === (known !== undefined)) continue;
      known?.dispose();
      registered.delete(name);
      if (tool) registered.set(name, vscode.lm.registerTool(name, editorTool(tool, deps)));
      await vscode.commands.executeCommand("setContext", contextKeyOf(name), tool !== undefined);
    }
  };

  // One look after the other: each leaves the tools as it found the servers.
  let looking: Promise<void> = Promise.resolve();
  const looks = createBatcher<true>(clock, gatherMs, () => {
    looking = looking.then(follow).catch(report);
  });
  const changes = deps.stream.onEvent(({ type }) => {
    if (listChanges.has(type)) looks.add(true);
  });
  looks.add(true); // servers may have been ready before
  return vscode.Disposable.from(changes, looks, {
    dispose() {
      isDisposed = true;
      for (const tool of registered.values()) tool.dispose();
      registered.clear();
    },
  });
}
