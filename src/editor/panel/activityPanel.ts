import * as vscode from "vscode";
import type { KeptResults } from "../../core/calls/keptResults";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import { type ShownPart, shownParts } from "../../core/presentation/shownPart";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
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
  /** Opens a part of a result in an editor. */
  readonly openPart: (part: ShownPart, server: ServerId) => Promise<void>;
  /** Receives defects of the panel. */
  readonly report: (error: unknown) => void;
}

export interface ActivityPanel extends Disposable {
  /** Opens the panel in the active editor group, or reveals the open one. */
  show(): void;
}

/**
 * The panel "MCP Hub: Activity"; at most one is open. A hidden page is not retained, because it would keep using memory and
 * events. When it is shown again, its content comes from a snapshot and its filters from the state that VS Code stores.
 */
export function createActivityPanel(deps: ActivityPanelDeps): ActivityPanel {
  let open: { readonly panel: vscode.WebviewPanel; readonly content: Disposable } | undefined;

  const options = (): vscode.WebviewOptions => ({
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(deps.extensionUri, "dist", "webview")],
  });

  const adopt = (panel: vscode.WebviewPanel) => {
    open?.panel.dispose(); // only the newest panel stays open
    const content = connect(panel, deps);
    open = { panel, content };
    panel.onDidDispose(() => {
      content.dispose();
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
        vscode.window.createWebviewPanel(
          activityViewType,
          message("panel.title", "MCP Hub: Activity"),
          vscode.ViewColumn.Active,
          {
            ...options(),
            enableFindWidget: false, // it would search only the rendered rows; the page has its own search
          },
        ),
      );
    },
    dispose() {
      serializer.dispose();
      open?.panel.dispose();
    },
  };
}

/** Connects a panel to the hub. The result lives as long as the panel. */
function connect(panel: vscode.WebviewPanel, deps: ActivityPanelDeps): Disposable {
  const { webview } = panel;
  const store = new DisposableStore();
  const feed = store.add(
    new PanelFeed({
      stream: deps.stream,
      clock: deps.clock,
      post: (posted) => webview.postMessage(posted),
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
      if (!part)
        throw new HubError(
          "result-expired",
          message("panel.resultGone", "The hub no longer has this result. Run the tool again."),
        );
      await deps.openPart(part, kept.server);
    },
  };

  let disposed = false;
  store.add({ dispose: () => (disposed = true) });
  store.add(
    webview.onDidReceiveMessage((request: unknown) => {
      handlePanelRequest(handlers, request, deps.report)
        .then((reply) => reply && !disposed && webview.postMessage(reply)) // the panel may be closed by now
        .catch(deps.report);
    }),
  );
  store.add(
    panel.onDidChangeViewState(() => {
      if (!panel.visible) feed.stop(); // the page is destroyed; the next one sends "ready"
    }),
  );

  const uriOf = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(deps.extensionUri, ...path)).toString();
  webview.html = panelHtml({
    script: uriOf("dist", "webview", "panel.js"),
    style: uriOf("dist", "webview", "panel.css"),
    source: webview.cspSource,
    nonce: crypto.randomUUID(),
  });
  return store;
}
