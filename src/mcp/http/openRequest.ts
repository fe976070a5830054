import type { Clock } from "../../core/kernel/clock";
import { bodyText } from "./client/bodyText";
import type { Exchange, HttpClient, HttpRequest, HttpResponse } from "./client/httpClient";

/** One request from its start to the end of its answer, however many exchanges that takes. */
export class OpenRequest {
  /** Its number among those of its transport. */
  place = 0;
  private exchange: Exchange | undefined;
  private waiting: (() => void) | undefined;
  private given = false;

  /** `signal`: who sent it may give it up. */
  constructor(private readonly signal: AbortSignal | undefined) {
    signal?.addEventListener("abort", this.abort);
    if (signal?.aborted) this.given = true;
  }

  /** Whether it was given up: then what fails is no news. */
  get aborted(): boolean {
    return this.given;
  }

  readonly abort = (): void => {
    this.given = true;
    this.exchange?.abort();
    this.waiting?.();
  };

  /** Hears no more of the answer that is coming; the request goes on. */
  readonly cut = (): void => this.exchange?.abort();

  ask(client: HttpClient, request: HttpRequest): Promise<HttpResponse> {
    return withinOrigin(client, request, (exchange) => {
      this.exchange = exchange;
      if (this.given) exchange.abort();
    });
  }

  /** Settles after `ms`, or as soon as the request is given up. */
  async pause(clock: Clock, ms: number): Promise<void> {
    if (this.given) return;
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

const most = 5;

/**
 * Sends a request and follows redirects that stay within its origin and keep its method, with all headers: elsewhere they would hand
 * credentials to strangers. Any other redirect is the answer. `onStart` hears of each exchange, the only one that runs.
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
    const next = followed < most ? target(response, url, request.method) : undefined;
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
