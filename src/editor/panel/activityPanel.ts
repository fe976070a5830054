import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { message } from "../../protocol/message";
import type { PanelHandlers } from "../../protocol/panelMessages";
import { activityViewType } from "../manifest/contributions";
import { handlePanelRequest } from "./handlePanelRequest";
import { PanelHistory } from "./history/panelHistory";
import { PanelFeed } from "./panelFeed";
import { type PanelHandlerPorts, panelHandlers } from "./panelHandlers";
import { panelHtml } from "./panelHtml";

export interface ActivityPanelDeps extends PanelHandlerPorts {
  readonly extensionUri: vscode.Uri;
  readonly stream: EventStream;
  readonly clock: Clock;
  /** Publishes messages as they go over the wire, until what it returns is disposed. */
  readonly watchTraffic: () => Disposable;
  /** Receives defects of the panel. */
  readonly report: (error: unknown) => void;
}

export interface ActivityPanel extends Disposable {
  /** Opens the panel in the active editor group, or reveals the open one. */
  show(): void;
}

/**
 * The panel "MCP Hub: Activity"; at most one is open. A hidden page is not retained, because it would keep using memory and
 * events. When it is shown again, its content comes from the history that is kept here, and its filters from the state that VS Code stores.
 * Messages on the wire are recorded while the panel is open, also behind another tab.
 */
export function createActivityPanel(deps: ActivityPanelDeps): ActivityPanel {
  const history = new PanelHistory(deps.stream);
  let open: { readonly panel: vscode.WebviewPanel; readonly content: Disposable } | undefined;

  const options = (): vscode.WebviewOptions => ({
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(deps.extensionUri, "dist", "webview")],
  });

  const adopt = (panel: vscode.WebviewPanel) => {
    open?.panel.dispose(); // only the newest panel stays open
    const content = connect(panel, deps, history);
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
      history.dispose();
    },
  };
}

/** Connects a panel to the hub. The result lives as long as the panel. */
function connect(panel: vscode.WebviewPanel, deps: ActivityPanelDeps, history: PanelHistory): Disposable {
  const { webview } = panel;
  const store = new DisposableStore();
  store.add(deps.watchTraffic());
  const feed = store.add(
    new PanelFeed({
      stream: deps.stream,
      history,
      clock: deps.clock,
      post: (posted) => webview.postMessage(posted),
      report: deps.report,
    }),
  );
  const handlers: PanelHandlers = {
    ...panelHandlers(deps, history),
    ready: () => feed.start(),
    clear: () => history.clear(),
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
    page: "activity",
    script: uriOf("dist", "webview", "panel.js"),
    style: uriOf("dist", "webview", "panel.css"),
    source: webview.cspSource,
    nonce: crypto.randomUUID(),
  });
  return store;
}
