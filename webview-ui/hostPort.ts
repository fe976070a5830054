import { isObject } from "../src/protocol/isObject";
import { message } from "../src/protocol/message";
import type {
  FromPanel,
  PanelParams,
  PanelReply,
  PanelRequest,
  PanelResult,
  ToPanel,
} from "../src/protocol/panelMessages";
import { openPagePort, type PageWindow } from "./pagePort";
import type { PageState } from "./pageState";

/** The API that VS Code gives a webview's page. It can be acquired only once. */
export interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PageState): void;
}

/** The messages that the host sends unasked. */
export type Told = Exclude<ToPanel, PanelReply>;

function isTold(message: Readonly<Record<string, unknown>>): message is Told & Record<string, unknown> {
  const { type, events, view } = message;
  return Array.isArray(events) && (type === "snapshot" ? isObject(view) : type === "history" || type === "events");
}

/** How long a reply may take, in milliseconds. Starting a server can take a minute. */
const answerLimitMs = 5 * 60_000;

export interface HostPort {
  /** Resolves when the host is done; rejects with a sentence for the user. */
  request<K extends PanelRequest>(method: K, ...params: PanelParams<K>): Promise<PanelResult<K>>;
  /** Subscribes to the host's messages; returns a function that unsubscribes. */
  listen(hear: (message: Told) => void): () => void;
}

/** The page's connection to the extension host. */
export function openHostPort(api: VsCodeApi, page: PageWindow): HostPort {
  const noAnswer = message(
    "page.hostPort.vsCodeDidNotRespond",
    "VS Code did not respond. Close the panel and open it again.",
  );
  const post = (request: FromPanel) => api.postMessage(request);
  const port = openPagePort<Told, FromPanel>(page, { post, isTold, answerLimitMs, noAnswer });
  return {
    // the host replies to a method with that method's result
    request: async <K extends PanelRequest>(method: K, ...params: PanelParams<K>) =>
      (await port.request(method, params)) as PanelResult<K>,
    listen: port.listen,
  };
}
