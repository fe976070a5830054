import * as vscode from "vscode";
import type { KeptResults } from "../../core/calls/keptResults";
import type { Requests } from "../../core/calls/requests";
import type { Hub } from "../../core/hub/hub";
import { HubError } from "../../core/kernel/hubError";
import { fileName } from "../../core/presentation/fileName";
import type { DocumentText } from "../../core/presentation/resultDocument";
import { type ShownPart, shownParts } from "../../core/presentation/shownPart";
import type { CallTarget } from "../../protocol/callPageMessages";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { PanelHandlers } from "../../protocol/panelMessages";
import type { CommandId } from "../manifest/commandTable";
import { callActions, resultGone } from "./callActions";
import type { PanelHistory } from "./history/panelHistory";
import { panelContent } from "./panelContent";
import { openTraffic, saveTraffic } from "./pickTrafficFile";
import { withMessages } from "./trafficFile";
import type { PanelViews } from "./views/panelViews";

/** What the requests of the page need. */
export interface PanelHandlerPorts {
  readonly hub: Pick<Hub, "connect" | "disconnect" | "restart" | "toolNow" | "definition">;
  readonly requests: Requests;
  readonly kept: KeptResults;
  readonly views: Pick<PanelViews, "handlers">;
  /** Shows a server's log, or without a server the hub's own. */
  readonly showLog: (server?: ServerId) => Promise<void> | void;
  readonly openSettings: (server: ServerId) => Promise<void> | void;
  /** Opens a part of a result in an editor. */
  readonly openPart: (part: ShownPart, server: ServerId) => Promise<void>;
  readonly openDocument: (document: DocumentText) => Promise<void>;
  /** Opens the call page with these arguments, as JSON. */
  readonly showCallPage: (target: CallTarget, args: string) => void;
  /** The address of the gateway's door for MCP; `undefined` while it is closed. */
  readonly gatewayUrl: () => string | undefined;
  /** Shows a failure of what the person began here. */
  readonly failed: (error: unknown) => void;
}

/** Runs a command of the hub for a server, as from the tree. */
const run = (command: CommandId) => async (server: ServerId) =>
  void (await vscode.commands.executeCommand(command, server));

/** The host's answers to the page, but for the feed. */
export function panelHandlers(ports: PanelHandlerPorts, history: PanelHistory): Omit<PanelHandlers, "ready" | "clear"> {
  const { hub, kept } = ports;
  const actions = callActions({
    ...ports,
    earlierCall: (call) => history.earlierCall(call),
    definition: hub.definition.bind(hub),
  });
  const copy = async (text: string) => vscode.env.clipboard.writeText(text);
  return {
    ...ports.views.handlers,
    signIn: run("mcpHub.signIn"),
    setLogLevel: run("mcpHub.setLogLevel"),
    diagnose: run("mcpHub.diagnose"),
    connect: (server) => hub.connect(server),
    disconnect: (server) => hub.disconnect(server),
    restart: (server) => hub.restart(server),
    showLog: (server) => ports.showLog(server),
    openSettings: (server) => ports.openSettings(server),
    copy,
    content: (call) => {
      const found = kept.of(call);
      return found && panelContent(found.result, hub.toolNow(found.server, found.tool)?.meta);
    },
    openPart: async (call, index) => {
      const found = kept.of(call);
      const part = found && shownParts(found.result)[index];
      if (!part) throw resultGone();
      await ports.openPart(part, found.server);
    },
    message: (seq) => {
      const found = history.find(seq);
      return found?.type === "wire.message" ? found.text : undefined;
    },
    openResult: (call) => ports.openDocument(actions.document(call)),
    openText: (name, text) => ports.openDocument({ name: fileName(name), text }),
    cancel: (call) => actions.cancel(call),
    callAgain: (call) => {
      actions.keptCall(call); // what is no longer kept is said on the page
      // The row of the call shows how it goes; the page does not wait for it.
      actions.again(call).catch(ports.failed);
    },
    editCall: (call) => {
      const { target, args } = actions.toEdit(call);
      ports.showCallPage(target, args);
    },
    copyAs: (call, form) => copy(actions.text(call, form)),
    exportRows: async (har) => {
      const text = withMessages(har, (seq) => history.find(seq));
      if (text === undefined)
        throw new HubError(
          "internal",
          message("panel.badExport", "The rows could not be exported: they are not valid."),
        );
      await saveTraffic(text);
    },
    importRows: openTraffic,
  };
}
