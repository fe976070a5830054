import * as vscode from "vscode";
import type { KeptResults } from "../../core/calls/keptResults";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import { type ShownPart, shownParts } from "../../core/presentation/shownPart";
import type { ServerId } from "../../protocol/hubEvent";
import type { PanelHandlers } from "../../protocol/panelMessages";
import { activityViewType } from "../manifest/contributions";
import { handlePanelRequest } from "./handlePanelRequest";
import { panelContent } from "./panelContent";
import { PanelFeed } from "./panelFeed";
import { panelHtml } from "./panelHtml";

export interface ActivityPanelDeps {
  readonly extensionUri: vscode.Uri;
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "connect" | "disconnect" | "restart" | "toolNow">;
  readonly clock: Clock;
  /** Shows a server's log, or without a server the hub's own. */
  readonly showLog: (server?: ServerId) => Promise<void> | void;
  readonly openSettings: (server: ServerId) => Promise<void> | void;
  readonly kept: KeptResults;
  /** Opens a piece of a result in an editor. */
  readonly openPart: (part: ShownPart, server: ServerId) => Promise<void>;
  /** Where a defect of the panel is told. */
  readonly report: (error: unknown) => void;
}

export interface ActivityPanel extends Disposable {
  /** Opens the panel beside nothing else, or brings the open one to the front. */
  show(): void;
}

/**
 * The panel "MCP Hub: Activity", at most one. Its page is not kept while hidden: a hidden page would go on eating memory and
 * events, and what it shows is rebuilt from a snapshot, its filters from the state that VS Code keeps for it.
 */
export function createActivityPanel(deps: ActivityPanelDeps): ActivityPanel {
  let open: { readonly panel: vscode.WebviewPanel; readonly parts: Disposable } | undefined;

  const options = (): vscode.WebviewOptions => ({
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(deps.extensionUri, "dist", "webview")],
  });

  const adopt = (panel: vscode.WebviewPanel) => {
    open?.panel.dispose(); // one at a time: the newest stays
    const parts = fill(panel, deps);
    open = { panel, parts };
    panel.onDidDispose(() => {
      parts.dispose();
      if (open?.panel === panel) open = undefined;
    });
  };

  const serializer = vscode.window.registerWebviewPanelSerializer(activityViewType, {
    async deserializeWebviewPanel(panel) {
      panel.webview.options = options();
      adopt(panel);
    },
  });

  return {
    show() {
      if (open) return open.panel.reveal();
      adopt(
        vscode.window.createWebviewPanel(activityViewType, "MCP Hub: Activity", vscode.ViewColumn.Active, {
          ...options(),
          enableFindWidget: false, // it would search the few rows that are drawn; the page has its own search
        }),
      );
    },
    dispose() {
      serializer.dispose();
      open?.panel.dispose();
    },
  };
}

/** Everything that lives as long as one panel does. */
function fill(panel: vscode.WebviewPanel, deps: ActivityPanelDeps): Disposable {
  const { webview } = panel;
  const own = new DisposableStore();
  const feed = own.add(
    new PanelFeed({
      stream: deps.stream,
      clock: deps.clock,
      post: (message) => webview.postMessage(message),
      report: deps.report,
    }),
  );
  const handlers: PanelHandlers = {
    ready: () => feed.start(),
    connect: (server) => deps.hub.connect(server),
    disconnect: (server) => deps.hub.disconnect(server),
    restart: (server) => deps.hub.restart(server),
    showLog: (server) => deps.showLog(server),
    openSettings: (server) => deps.openSettings(server),
    copy: async (text) => vscode.env.clipboard.writeText(text),
    content: (call) => {
      const kept = deps.kept.of(call);
      return kept && panelContent(kept.result, deps.hub.toolNow(kept.server, kept.tool)?.meta);
    },
    openPart: async (call, index) => {
      const kept = deps.kept.of(call);
      const part = kept && shownParts(kept.result)[index];
      if (!part) throw new HubError("internal", "This result is no longer kept. Run the tool again.");
      await deps.openPart(part, kept.server);
    },
  };

  let gone = false;
  own.add({ dispose: () => (gone = true) });
  own.add(
    webview.onDidReceiveMessage((message: unknown) => {
      handlePanelRequest(handlers, message, deps.report)
        .then((reply) => reply && !gone && webview.postMessage(reply)) // the person may have closed it meanwhile
        .catch(deps.report);
    }),
  );
  own.add(
    panel.onDidChangeViewState(() => {
      if (!panel.visible) feed.stop(); // the page is gone; the one that comes back says "ready"
    }),
  );

  const at = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(deps.extensionUri, ...path)).toString();
  webview.html = panelHtml({
    script: at("dist", "webview", "panel.js"),
    style: at("dist", "webview", "panel.css"),
    source: webview.cspSource,
    nonce: crypto.randomUUID(),
  });
  return own;
}
