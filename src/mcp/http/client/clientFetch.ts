import type { FetchLike } from "@modelcontextprotocol/client";
import type { Exchange, HttpClient, HttpResponse } from "./httpClient";

/** Statuses whose responses have no body (Fetch standard, null body status). */
const withoutBody = new Set([204, 205, 304]);

/** The addresses that a request of `fetch` may connect to. */
const addressesOf = new WeakMap<RequestInit, readonly string[]>();

/**
 * The same request, which connects to one of these addresses of its host and to nothing else. A proxy, and an editor's own HTTP, resolve
 * the name themselves.
 */
export function pinned<T extends RequestInit>(init: T, addresses: readonly string[] | undefined): T {
  if (addresses) addressesOf.set(init, addresses);
  return init;
}

/** `fetch` over the clients of the hub, one for each request; it follows no redirect. Rejects with the error of the client. */
export const clientFetch =
  (clientFor: (url: URL) => HttpClient): FetchLike =>
  async (address, init) => {
    const { method = "GET", body = null, headers = {}, signal } = init ?? {};
    // `Request` sets the headers that the body needs.
    const request = new Request(address, { method, headers, body });
    const text = body === null ? {} : { body: await request.text() };
    signal?.throwIfAborted();
    const url = new URL(address);
    const client = clientFor(url);
    const addresses = init && addressesOf.get(init);
    const exchange = client.start({
      method,
      url,
      headers: Object.fromEntries(request.headers),
      ...text,
      ...(addresses && { addresses }),
    });
    signal?.addEventListener("abort", exchange.abort, { once: true });
    const end = () => {
      signal?.removeEventListener("abort", exchange.abort);
      client.dispose();
    };
    try {
      const response = await exchange.response;
      const stream = asStream(response, exchange, end);
      const { status, statusText } = response;
      const result = new Response(withoutBody.has(status) ? null : stream, {
        status,
        statusText,
        headers: [...response.headers()],
      });
      return Object.defineProperty(result, "url", { value: url.href });
    } catch (error) {
      end();
      throw signal?.aborted ? signal.reason : error;
    }
  };

/** A body with back-pressure: it comes no faster than it is read. */
function asStream(response: HttpResponse, exchange: Exchange, end: () => void): ReadableStream<Uint8Array> {
  let wake: (() => void) | undefined;
  let isOver = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const onChunk = (chunk: Buffer): Promise<void> | undefined => {
        if (isOver) return undefined;
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 1) > 0) return undefined;
        return new Promise((resolve) => {
          wake = resolve;
        });
      };
      const finish = (close: () => void) => {
        if (!isOver) close();
        isOver = true;
        end();
      };
      response.read(onChunk).then(
        () => finish(() => controller.close()),
        (error: unknown) => finish(() => controller.error(error)),
      );
    },
    pull: () => wake?.(),
    cancel() {
      isOver = true;
      wake?.();
      exchange.abort();
    },
  });
}
