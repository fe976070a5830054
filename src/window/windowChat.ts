import * as vscode from "vscode";
import type { participantId } from "../core/conversation/chatContributions";
import type { ChatPorts } from "../core/conversation/chatPorts";
import type { HubToolName } from "../core/conversation/toolInputs";
import type { Clock } from "../core/kernel/clock";
import { type Disposable, DisposableStore } from "../core/kernel/disposable";
import { Later } from "../core/kernel/singleFlight";
import type { ChatFiles } from "../editor/chat/participant";

// Written here once more, and compared by the compiler: the texts and schemas that belong to them are not needed at the start.
const participantName: typeof participantId = "mcpHub.mcp";

/** The tools that package.json declares, whatever servers there are. */
const names: Readonly<Record<HubToolName, true>> = {
  mcpHub_listServers: true,
  mcpHub_findTools: true,
  mcpHub_describeTool: true,
  mcpHub_callTool: true,
  mcpHub_readResource: true,
  mcpHub_readResult: true,
};

/**
 * All that models of the editor use of the hub: the participant @mcp, and the language-model tools. They are registered at the start. What
 * they do is loaded when somebody uses it, or when a server first says what it offers: that may be a typed service, which has tools.
 */
export function windowChat(
  deps: ChatPorts,
  files: ChatFiles,
  clock: Clock,
  report: (error: unknown) => void,
): Disposable {
  const store = new DisposableStore();
  const chat = new Later(async () => {
    const { openChat } = await import("../editor/chat/openChat");
    return store.add(openChat(deps, files, clock, report));
  });
  const participant = vscode.chat.createChatParticipant(participantName, async (...turn) =>
    (await chat.get()).answer(...turn),
  );
  participant.iconPath = new vscode.ThemeIcon("plug");
  participant.followupProvider = { provideFollowups: async (...of) => (await chat.get()).followUps(...of) };
  store.add({ dispose: () => void participant.dispose() });
  for (const name of Object.keys(names) as HubToolName[]) {
    const registered = vscode.lm.registerTool<object>(name, {
      prepareInvocation: async (...of) => (await chat.get()).tool(name).prepareInvocation?.(...of),
      invoke: async (...of) => (await chat.get()).tool(name).invoke(...of),
    });
    store.add({ dispose: () => void registered.dispose() });
  }
  const first: Disposable = store.add(
    deps.stream.onEvent(({ type }) => {
      if (type !== "server.catalog") return;
      first.dispose();
      chat.get().catch(report);
    }),
  );
  return store;
}
