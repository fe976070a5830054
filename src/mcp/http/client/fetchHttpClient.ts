import { request as own } from "node:http";
import type { Exchange, HttpClient, HttpRequest, HttpResponse } from "./httpClient";

/** Requests on the global `fetch`, which an editor may have replaced to follow its own proxy and certificate settings. */
export class FetchHttpClient implements HttpClient {
  constructor(private readonly userAgent?: string) {}

  start({ method, url, headers, body }: HttpRequest): Exchange {
    const abort = new AbortController();
    const response = fetch(url, {
      method,
      headers: { ...(this.userAgent && { "user-agent": this.userAgent }), ...headers },
      redirect: "manual",
      signal: abort.signal,
      ...(body !== undefined && { body }),
    });
    return { response: response.then(asHttpResponse), abort: () => abort.abort() };
  }

  dispose(): void {
    // The connections belong to the whole process, and stay open until they time out.
  }
}

const asHttpResponse = (response: Response): HttpResponse => ({
  status: response.status,
  statusText: response.statusText,
  header: (name) => response.headers.get(name) ?? undefined,
  headers: () => response.headers,
  async read(onChunk) {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      await onChunk(Buffer.from(part.value.buffer, part.value.byteOffset, part.value.byteLength));
  },
});

// biome-ignore lint/style/useNodejsImportProtocol: an editor replaces only the module of this name, which is what is tested
import { request } from "http";

/**
 * Whether the host has replaced Node's HTTP with its own, as VS Code does for its proxy and certificate settings. Its `http` opens a
 * connection for each request, and `node:http` bypasses it; its `fetch` follows the settings and keeps connections.
 */
export const isHttpReplaced = (): boolean => request !== own;
