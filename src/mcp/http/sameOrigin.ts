import { bodyText } from "./bodyText";
import type { Exchange, HttpClient, HttpRequest, HttpResponse } from "./httpClient";

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
