import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { StateStore } from "../../core/kernel/ports";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { ActivityPlace } from "../manifest/commandTable";
import { activityPlaceKey, activityViewId, activityViewType } from "../manifest/contributions";
import { createBatcher } from "../ui/batcher";
import { type ConnectedPage, connectPage, type PageDeps, type PagePlace } from "./connectPage";
import { type EarlierSessions, PanelHistory } from "./history/panelHistory";
import { MovedState } from "./movedState";
import { pageTexts } from "./pageTexts";
import { type PanelHandlerPorts, panelHandlers } from "./panelHandlers";

export interface ActivityPanelDeps extends PanelHandlerPorts, Pick<PageDeps, "watchTraffic" | "report"> {
  readonly extensionUri: vscode.Uri;
  readonly stream: EventStream;
  readonly clock: Clock;
  /** What is kept on disk. */
  readonly earlier: EarlierSessions;
  /** Keeps where the person wants the page. */
  readonly places: StateStore;
  /** Keeps what the page shows of this workspace, such as its filters. */
  readonly pages: StateStore;
}

export interface ActivityPanel extends Disposable {
  /** Shows the page where it is, or else where the person last moved it. `server`: with that server's card in view. */
  show(server?: ServerId): Promise<void>;
  /** Shows the page in the other place, as it was in this one. */
  move(to: ActivityPlace): Promise<void>;
}

const placeKey = "mcpHub.activityPlace";
const pageKey = "mcpHub.activityPage";

/** Changes of what the page shows within this time are kept once. */
const keepMs = 300;

/** The page "MCP Hub: Activity": as an editor, of which at most one is open, and as a view, which is in the bottom panel unless the person moves it. */
export function createActivityPanel(deps: ActivityPanelDeps): ActivityPanel {
  const store = new DisposableStore();
  const history = store.add(new PanelHistory(deps.stream, undefined, deps.earlier));
  const keep = () => deps.pages.set(pageKey, JSON.parse(state.latest)).catch(deps.report);
  const keepSoon = store.add(createBatcher(deps.clock, keepMs, keep));
  const state = new MovedState(deps.pages.get(pageKey), () => keepSoon.add(pageKey));
  const parts: PageDeps = { ...deps, history, state, handlers: panelHandlers(deps, history) };
  let editor: { readonly panel: vscode.WebviewPanel; readonly page: ConnectedPage } | undefined;
  let view: { readonly view: vscode.WebviewView; readonly page: ConnectedPage } | undefined;

  const folder = vscode.Uri.joinPath(deps.extensionUri, "dist", "webview");
  const options: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [folder] };
  const connect = (webview: vscode.Webview, place: Omit<PagePlace, "webview" | "uriOf" | "texts">) => {
    webview.options = options;
    const uriOf = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    const texts = pageTexts(vscode.env.language, vscode.l10n.bundle);
    return connectPage({ ...place, webview, uriOf, texts }, parts);
  };

  const adoptEditor = (panel: vscode.WebviewPanel) => {
    editor?.panel.dispose(); // only the newest stays open
    const isVisible = () => panel.visible;
    const onVisibility = (listener: () => void) => panel.onDidChangeViewState(listener);
    const page = connect(panel.webview, { isVisible, onVisibility, recordsHidden: true });
    editor = { panel, page };
    panel.onDidDispose(() => {
      page.dispose();
      if (editor?.panel === panel) editor = undefined;
    });
  };
  const adoptView = (shown: vscode.WebviewView) => {
    const isVisible = () => shown.visible;
    const onVisibility = (listener: () => void) => shown.onDidChangeVisibility(listener);
    const page = connect(shown.webview, { isVisible, onVisibility, recordsHidden: false });
    view = { view: shown, page };
    shown.onDidDispose(() => {
      page.dispose();
      if (view?.view === shown) view = undefined;
    });
  };
  store.add(
    vscode.window.registerWebviewPanelSerializer(activityViewType, {
      async deserializeWebviewPanel(panel) {
        // VS Code may bring back the editor that was there before the page was moved.
        if (deps.places.get(placeKey) === "panel") panel.dispose();
        else adoptEditor(panel);
      },
    }),
  );
  store.add(vscode.window.registerWebviewViewProvider(activityViewId, { resolveWebviewView: adoptView }));

  /** The view is not offered while its page is wanted in an editor. */
  const tellPlace = (place: unknown) => vscode.commands.executeCommand("setContext", activityPlaceKey, place);
  const openEditor = () => {
    if (editor) return editor.panel.reveal();
    const title = message("panel.title", "MCP Hub: Activity");
    // Its find widget would search only the rendered rows; the page has its own search.
    const shown = { ...options, enableFindWidget: false };
    adoptEditor(vscode.window.createWebviewPanel(activityViewType, title, vscode.ViewColumn.Active, shown));
  };
  const showView = async () => void (await vscode.commands.executeCommand(`${activityViewId}.focus`));
  tellPlace(deps.places.get(placeKey)).then(undefined, deps.report);

  return {
    async show(server) {
      const isInView = !editor && (deps.places.get(placeKey) === "panel" || view?.view.visible);
      if (server !== undefined && state.showCard(server)) (isInView ? view : editor)?.page.load();
      return isInView ? showView() : openEditor();
    },
    async move(to) {
      await deps.places.set(placeKey, to);
      await tellPlace(to);
      if (to === "editor") return openEditor();
      editor?.panel.dispose();
      await showView();
    },
    dispose() {
      editor?.panel.dispose();
      view?.page.dispose();
      store.dispose();
    },
  };
}
