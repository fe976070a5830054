import type { Webview } from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { PanelHandlers } from "../../protocol/panelMessages";
import { handlePanelRequest } from "./handlePanelRequest";
import type { PanelHistory } from "./history/panelHistory";
import { type MovedState, stateScript } from "./movedState";
import type { PageTexts } from "./pageTexts";
import { PanelFeed } from "./panelFeed";
import { panelHtml } from "./panelHtml";

/** Where the page is: an editor, or a view. */
export interface PagePlace {
  readonly webview: Pick<Webview, "html" | "postMessage" | "onDidReceiveMessage" | "cspSource">;
  /** The address of a file of the page, as the webview loads it. */
  readonly uriOf: (name: string) => string;
  readonly texts?: PageTexts | undefined;
  readonly isVisible: () => boolean;
  readonly onVisibility: (listener: () => void) => Disposable;
  /** Messages on the wire are recorded while the page is hidden, too. */
  readonly recordsHidden: boolean;
}

export interface PageDeps {
  readonly stream: EventStream;
  readonly clock: Clock;
  readonly history: PanelHistory;
  readonly state: MovedState;
  readonly handlers: Omit<PanelHandlers, "ready" | "clear">;
  /** Publishes messages as they go over the wire, until what it returns is disposed. */
  readonly watchTraffic: () => Disposable;
  /** Receives defects of the page. */
  readonly report: (error: unknown) => void;
}

export interface ConnectedPage extends Disposable {
  /** Loads the page in the state that is now the latest. */
  load(): void;
}

/**
 * Connects a page to the hub. The result lives as long as the page's place. A hidden page is not retained, because it would keep using
 * memory and events: what it shows when it comes back is from the history and the state that are kept here.
 */
export function connectPage(place: PagePlace, deps: PageDeps): ConnectedPage {
  const { webview, uriOf } = place;
  const { stream, clock, history, state, report } = deps;
  const store = new DisposableStore();
  let isOver = false;
  store.add({ dispose: () => (isOver = true) });

  const post = (message: unknown) => webview.postMessage(message);
  const feed = store.add(new PanelFeed({ stream, history, clock, post, report }));
  /** Which page is there: a hidden one is gone, and the next one asks again. */
  let pages = 0;
  const handlers: PanelHandlers = {
    ...deps.handlers,
    async ready() {
      const page = ++pages;
      await history.load();
      if (!isOver && page === pages) feed.start();
    },
    async clear(upTo) {
      feed.forget(upTo);
      await history.clear(upTo);
    },
  };
  store.add(
    webview.onDidReceiveMessage((received: unknown) => {
      if (state.hear(received)) return;
      handlePanelRequest(handlers, received, report)
        .then((reply) => reply && !isOver && post(reply)) // the place may be gone by now
        .catch(report);
    }),
  );

  let watch: Disposable | undefined;
  const follow = () => {
    const isVisible = place.isVisible();
    if (!isVisible) {
      pages++;
      feed.stop(); // the page is destroyed; the next one sends "ready"
    }
    if (isVisible || place.recordsHidden) watch ??= deps.watchTraffic();
    else endWatch();
  };
  const endWatch = () => {
    watch?.dispose();
    watch = undefined;
  };
  store.add({ dispose: endWatch });
  store.add(place.onVisibility(follow));
  follow();

  const load = () => {
    const nonce = crypto.randomUUID();
    webview.html = panelHtml({
      page: "activity",
      script: uriOf("panel.js"),
      style: uriOf("panel.css"),
      source: webview.cspSource,
      nonce,
      texts: place.texts,
    }).replace("<body", () => `<script nonce="${nonce}">${stateScript(nonce, state.latest)}</script>\n<body`);
  };
  load();
  return { load, dispose: () => store.dispose() };
}
