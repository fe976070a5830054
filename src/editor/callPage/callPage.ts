import * as vscode from "vscode";
import type { Requests } from "../../core/calls/requests";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { StateStore } from "../../core/kernel/ports";
import type { Pins } from "../../core/pins/pins";
import type { ShownPart } from "../../core/presentation/shownPart";
import type { CallPageHandlers, CallTarget, ToCallPage } from "../../protocol/callPageMessages";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { callPageViewType } from "../manifest/contributions";
import { pageTexts } from "../panel/pageTexts";
import { panelHtml } from "../panel/panelHtml";
import { createBatcher } from "../ui/batcher";
import { callEntries } from "./callEntries";
import { callHandlers, Drafts } from "./callHandlers";
import { CallRuns } from "./callRuns";
import { handleCallRequest } from "./handleCallRequest";
import { RecentTargets } from "./recentTargets";
import { type SavedCallsFile, savedCallsFile } from "./savedCallsFile";

export interface CallPageDeps {
  readonly extensionUri: vscode.Uri;
  readonly stream: Pick<EventStream, "onEvent" | "view">;
  /** With what the person turned off: they may still call it by hand. */
  readonly hub: Pick<Hub, "tools" | "catalog">;
  /** Why a target is off, as a sentence; `undefined` while it is on. */
  readonly whyOff: (target: CallTarget) => string | undefined;
  readonly requests: Requests;
  readonly pins: Pick<Pins, "isChanged">;
  readonly clock: Clock;
  /** Keeps which targets were called last, in this workspace. */
  readonly state: StateStore;
  /** Opens a part of a result in an editor. */
  readonly openPart: (part: ShownPart, server: ServerId) => Promise<void>;
  /** Receives defects of the page. */
  readonly report: (error: unknown) => void;
}

/** What the handlers of the page's requests work with. */
export interface CallPageParts extends Pick<CallPageDeps, "hub" | "requests" | "pins" | "openPart" | "whyOff"> {
  readonly runs: CallRuns;
  readonly drafts: Drafts;
  readonly saved: SavedCallsFile;
  readonly recent: RecentTargets;
  readonly review: (server: ServerId, name: string) => void | Promise<void>;
  readonly copy: (text: string) => void | Promise<void>;
}

export interface CallPage extends Disposable {
  /** Opens the page, or reveals the open one, with what is to be called. `args`: the arguments to begin with, as JSON. */
  show(target?: CallTarget, args?: string): void;
}

type Shown = Extract<ToCallPage, { type: "show" }>;

/** After these, other things may be called. */
const listChanges: ReadonlySet<string> = new Set([
  "server.catalog",
  "server.state",
  "server.added",
  "server.removed",
  "choice.changed",
]);

/** Changes of the catalogs within this time are told once. */
const entriesMs = 300;

/**
 * The page "MCP Hub: Call"; at most one is open. A hidden page is not retained: what was entered and what came of calls is kept here, in
 * memory, and the page remembers only what it showed.
 */
export function createCallPage(deps: CallPageDeps): CallPage {
  const { hub, requests, pins, clock, report, openPart, whyOff } = deps;
  let open: { readonly panel: vscode.WebviewPanel; readonly content: Disposable } | undefined;
  /** What the person chose before the page listened. */
  let chosen: Shown | undefined;
  const post = (told: ToCallPage) => void open?.panel.webview.postMessage(told);
  const parts: CallPageParts = {
    hub,
    requests,
    pins,
    openPart,
    whyOff,
    runs: new CallRuns({ requests, clock, report, publish: (run) => post({ type: "run", run }) }),
    drafts: new Drafts(),
    saved: savedCallsFile(),
    recent: new RecentTargets(deps.state),
    review: async (server, name) => vscode.commands.executeCommand("mcpHub.reviewTool", { server, name }),
    copy: async (text) => vscode.env.clipboard.writeText(text),
  };
  const tellEntries = () => {
    const { servers } = deps.stream.view;
    const found = callEntries(
      hub,
      servers.map(({ id }) => id),
    );
    const named = servers.map(({ id, label }) => ({ id, label }));
    post({ type: "entries", ...found, servers: named, recent: parts.recent.keys });
  };
  const asked = callHandlers(parts);
  /** With what the page would ask for next. Where that fails, the page asks, and says why. */
  const tellShown = (told: Shown) => {
    Promise.resolve(asked.open(told.target)).then(
      (opened) => post({ ...told, opened }),
      () => post(told),
    );
  };
  const handlers: CallPageHandlers = {
    ...asked,
    ready: (shown) => {
      const told = chosen ?? (shown && { type: "show", target: shown });
      chosen = undefined;
      if (told) tellShown(told);
      tellEntries();
    },
  };

  const options = (): vscode.WebviewOptions => ({
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(deps.extensionUri, "dist", "webview")],
  });
  const adopt = (panel: vscode.WebviewPanel) => {
    open?.panel.dispose(); // only the newest stays open
    const content = new DisposableStore();
    open = { panel, content };
    const soon = content.add(createBatcher(clock, entriesMs, tellEntries));
    content.add(deps.stream.onEvent(({ type }) => listChanges.has(type) && soon.add(type)));
    content.add(
      panel.webview.onDidReceiveMessage((received: unknown) => {
        handleCallRequest(handlers, received, report)
          .then((reply) => reply && open?.panel === panel && panel.webview.postMessage(reply))
          .catch(report);
      }),
    );
    panel.onDidDispose(() => {
      content.dispose();
      if (open?.panel === panel) open = undefined;
    });
    const uriOf = (name: string) =>
      panel.webview.asWebviewUri(vscode.Uri.joinPath(deps.extensionUri, "dist", "webview", name)).toString();
    panel.webview.html = panelHtml({
      page: "call",
      script: uriOf("panel.js"),
      style: uriOf("panel.css"),
      source: panel.webview.cspSource,
      nonce: crypto.randomUUID(),
      texts: pageTexts(vscode.env.language, vscode.l10n.bundle),
    });
  };

  const serializer = vscode.window.registerWebviewPanelSerializer(callPageViewType, {
    async deserializeWebviewPanel(panel) {
      panel.webview.options = options();
      adopt(panel);
    },
  });

  return {
    show(target, args) {
      const told = target && ({ type: "show", target, ...(args !== undefined && { args }) } as const);
      if (open) {
        // A hidden page is gone and asks when it comes back; one that is visible hears of it now.
        if (open.panel.visible && told) tellShown(told);
        else chosen = told;
        open.panel.reveal();
        return;
      }
      chosen = told;
      const title = message("callPage.title", "MCP Hub: Call");
      adopt(
        vscode.window.createWebviewPanel(callPageViewType, title, vscode.ViewColumn.Active, {
          ...options(),
          enableFindWidget: true,
        }),
      );
    },
    dispose() {
      serializer.dispose();
      open?.panel.dispose();
    },
  };
}
