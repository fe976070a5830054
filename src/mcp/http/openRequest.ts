import type { Clock } from "../../core/kernel/clock";
import { bodyText } from "./client/bodyText";
import type { Exchange, HttpClient, HttpRequest, HttpResponse } from "./client/httpClient";

/** One request from its start to the end of its response, however many exchanges that takes. */
export class OpenRequest {
  /** Its slot among the requests of its transport. */
  slot = 0;
  /** When its answer came, as `AnsweredRequests` counts. */
  answeredIn: number | undefined;
  private exchange: Exchange | undefined;
  private waiting: (() => void) | undefined;
  private isAborted = false;

  /** `signal`: the cancel of the caller. */
  constructor(readonly signal: AbortSignal | undefined) {
    signal?.addEventListener("abort", this.abort);
    if (signal?.aborted) this.isAborted = true;
  }

  /** Whether it was aborted: then its failure is not reported. */
  get aborted(): boolean {
    return this.isAborted;
  }

  readonly abort = (): void => {
    this.isAborted = true;
    this.exchange?.abort();
    this.waiting?.();
  };

  /** Stops reading the present response; the request goes on. */
  readonly stopReading = (): void => this.exchange?.abort();

  send(client: HttpClient, request: HttpRequest): Promise<HttpResponse> {
    return withinOrigin(client, request, (exchange) => {
      this.exchange = exchange;
      if (this.isAborted) exchange.abort();
    });
  }

  /** Settles after `ms`, or as soon as the request is aborted. */
  async pause(clock: Clock, ms: number): Promise<void> {
    if (this.isAborted) return;
    await new Promise<void>((resolve) => {
      const timer = clock.after(ms, resolve);
      this.waiting = () => {
        timer.dispose();
        resolve();
      };
    });
    this.waiting = undefined;
  }

  dispose(): void {
    this.signal?.removeEventListener("abort", this.abort);
  }
}

const maxRedirects = 5;

/**
 * Sends a request and follows redirects that stay within its origin and keep its method, with all headers: elsewhere they would hand the
 * credentials to another server. Any other redirect is the response. `onStart` gets each exchange; only one runs at a time.
 */
export async function withinOrigin(
  client: HttpClient,
  request: HttpRequest,
  onStart: (exchange: Exchange) => void,
): Promise<HttpResponse> {
  let { url } = request;
  for (let followed = 0; ; followed++) {
    const exchange = client.start({ ...request, url });
    onStart(exchange);
    const response = await exchange.response;
    const next = followed < maxRedirects ? target(response, url, request.method) : undefined;
    if (!next) return response;
    await bodyText(response, 64 * 1024, exchange.abort);
    url = next;
  }
}

function target(response: HttpResponse, from: URL, method: HttpRequest["method"]): URL | undefined {
  const { status } = response;
  const keepsMethod = status === 307 || status === 308 || (method === "GET" && (status === 301 || status === 302));
  const location = keepsMethod ? response.header("location") : undefined;
  if (location === undefined || !URL.canParse(location, from.href)) return undefined;
  const url = new URL(location, from);
  return url.origin === from.origin && url.username === "" && url.password === "" ? url : undefined;
}
