import type {
  FromPanel,
  PanelParams,
  PanelReply,
  PanelRequest,
  PanelResult,
  ToPanel,
} from "../src/protocol/panelMessages";
import type { PageState } from "./pageState";

/** The API that VS Code gives a webview's page. It can be acquired only once. */
export interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PageState): void;
}

/** How long a reply may take, in milliseconds. Starting a server can take a minute. */
const answerLimitMs = 5 * 60_000;

/** The messages that the host sends unasked. */
export type Told = Exclude<ToPanel, PanelReply>;

export interface HostPort {
  /** Resolves when the host is done; rejects with a sentence for the user. */
  request<K extends PanelRequest>(method: K, ...params: PanelParams<K>): Promise<PanelResult<K>>;
  /** Subscribes to the host's messages; returns a function that unsubscribes. */
  listen(hear: (message: Told) => void): () => void;
}

/** The page's connection to the extension host. */
export function openHostPort(api: VsCodeApi, page: Window): HostPort {
  const pending = new Map<number, (reply: PanelReply) => void>();
  const listeners = new Set<(message: Told) => void>();
  let lastId = 0;

  // Only the extension host can post here: no other frame knows the origin of a webview.
  page.addEventListener("message", ({ data }: MessageEvent<ToPanel>) => {
    if (data.type === "reply") {
      const settle = pending.get(data.id);
      pending.delete(data.id);
      settle?.(data);
    } else for (const hear of listeners) hear(data);
  });

  return {
    request<K extends PanelRequest>(method: K, ...params: PanelParams<K>) {
      const id = ++lastId;
      return new Promise<PanelResult<K>>((resolve, reject) => {
        const timer = page.setTimeout(() => {
          pending.delete(id);
          reject(new Error("VS Code did not respond. Close the panel and open it again."));
        }, answerLimitMs);
        pending.set(id, (reply) => {
          page.clearTimeout(timer);
          if (reply.ok)
            resolve(reply.value as PanelResult<K>); // the host replies to a method with that method's result
          else reject(new Error(reply.error.message));
        });
        api.postMessage({ id, method, params } as FromPanel);
      });
    },
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
