import { isObject } from "../src/protocol/isObject";
import type { PageReply } from "../src/protocol/pageReply";

/** What a connection needs of the page's window. */
export interface PageWindow {
  addEventListener(type: "message", hear: (event: { readonly data: unknown }) => void): void;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(timer: number): void;
}

interface PagePortOptions<Told, Request> {
  readonly post: (request: Request) => void;
  /** Whether a message can be one that the host sends unasked, as far as the page would fail over it otherwise. */
  readonly isTold: (message: Readonly<Record<string, unknown>>) => message is Told & Record<string, unknown>;
  /** How long a reply may take, in milliseconds. */
  readonly answerLimitMs: number;
  /** What the person is told where no reply came. */
  readonly noAnswer: string;
}

interface PagePort<Told> {
  /** Resolves with the reply's value when the host is done; rejects with a sentence for the person. */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  /** Subscribes to the host's messages; returns a function that unsubscribes. */
  listen(hear: (message: Told) => void): () => void;
}

const isReply = (message: Readonly<Record<string, unknown>>): message is PageReply & Record<string, unknown> =>
  message.type === "reply" && typeof message.id === "number";

/** A page's connection to the extension host, in either direction. What does not look like a message of the host is ignored. */
export function openPagePort<Told, Request>(
  page: PageWindow,
  { post, isTold, answerLimitMs, noAnswer }: PagePortOptions<Told, Request>,
): PagePort<Told> {
  const pending = new Map<number, (reply: PageReply) => void>();
  const listeners = new Set<(message: Told) => void>();
  let lastId = 0;

  // Only the extension host can post here: no other frame knows the origin of a webview.
  page.addEventListener("message", ({ data }) => {
    if (!isObject(data)) return;
    if (isReply(data)) {
      const settle = pending.get(data.id);
      pending.delete(data.id);
      settle?.(data);
    } else if (isTold(data)) for (const hear of listeners) hear(data);
  });

  return {
    request(method, params) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const timer = page.setTimeout(() => {
          pending.delete(id);
          reject(new Error(noAnswer));
        }, answerLimitMs);
        pending.set(id, (reply) => {
          page.clearTimeout(timer);
          if (reply.ok) resolve(reply.value);
          else reject(new Error(reply.error.message));
        });
        post({ id, method, params } as Request); // the caller's types say that the parameters are those of the method
      });
    },
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
