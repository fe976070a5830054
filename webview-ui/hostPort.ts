import type {
  FromPanel,
  PanelParams,
  PanelReply,
  PanelRequest,
  PanelResult,
  ToPanel,
} from "../src/protocol/panelMessages";
import type { PageState } from "./pageState";

/** What VS Code gives a webview's page, once. */
export interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PageState): void;
}

/** How long an answer may take; starting a server may well take a minute. Milliseconds. */
const answerLimitMs = 5 * 60_000;

/** What the host tells without being asked. */
export type Told = Exclude<ToPanel, PanelReply>;

export interface HostPort {
  /** Settles when the host has done it; rejects with a sentence for the person. */
  request<K extends PanelRequest>(method: K, ...params: PanelParams<K>): Promise<PanelResult<K>>;
  /** Hears what the host tells; gives back the function that ends it. */
  listen(hear: (message: Told) => void): () => void;
}

/** The page's end of the line to the extension host. */
export function openHostPort(api: VsCodeApi, page: Window): HostPort {
  const pending = new Map<number, (reply: PanelReply) => void>();
  const listeners = new Set<(message: Told) => void>();
  let lastId = 0;

  // Only the extension host posts here: a webview's frame has no neighbor that knows its origin.
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
          reject(new Error("VS Code did not answer. Close the panel and open it again."));
        }, answerLimitMs);
        pending.set(id, (reply) => {
          page.clearTimeout(timer);
          if (reply.ok)
            resolve(reply.value as PanelResult<K>); // the host answers each request with its own
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
