import type { Authorization, AuthResponse } from "../../core/auth/authorization";
import { knownSecrets } from "../../core/kernel/secrets/knownSecrets";
import { bodyText } from "./client/bodyText";
import type { Exchange, HttpClient, HttpRequest, HttpResponse } from "./client/httpClient";
import { serverWords } from "./serverWords";

/** How often one request is sent again after a refusal: once for its credentials, and for more rights as its authorization allows. */
export const maxRepeats = 4;

/** Requests with credentials. One that is refused is sent again where its authorization has better ones. */
export class AuthorizedClient implements HttpClient {
  constructor(
    private readonly client: HttpClient,
    private readonly authorization: Authorization,
  ) {}

  start(request: HttpRequest): Exchange {
    const abort = new AbortController();
    let current: Exchange | undefined;
    const send = (sent: HttpRequest): Promise<HttpResponse> => {
      abort.signal.throwIfAborted();
      current = this.client.start(sent);
      return current.response;
    };
    return {
      response: this.send(request, send, abort.signal),
      abort: () => {
        abort.abort();
        current?.abort();
      },
    };
  }

  dispose(): void {
    this.client.dispose();
  }

  private async send(
    request: HttpRequest,
    send: (request: HttpRequest) => Promise<HttpResponse>,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    const { authorization } = this;
    const tries = { 401: 0, 403: 0 };
    for (;;) {
      const used = await authorization.credentials(request, signal);
      knownSecrets.add(authorization.secrets());
      const { url = request.url, headers } = used;
      const response = await send({ ...request, url, headers: { ...request.headers, ...headers } });
      authorization.observe?.(response, request);
      const { status } = response;
      if ((status !== 401 && status !== 403) || tries[401] + tries[403] >= maxRepeats) return response;
      if (!(await authorization.refused(refusal(response), used, tries[status], signal))) return response;
      tries[status]++;
      await bodyText(response, 64 * 1024, () => {});
    }
  }
}

const refusal = (response: HttpResponse): AuthResponse => ({
  status: response.status,
  header: (name) => response.header(name),
  words: async () => serverWords(await bodyText(response, 64 * 1024, () => {})),
});
