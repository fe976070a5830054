import type { FetchLike } from "@modelcontextprotocol/client";
import type { Authorization } from "../../core/auth/authorization";
import { mostRepeats } from "./authorizedClient";

/** `fetch` with credentials, for the transport that is the SDK's. One that is refused is sent again where there are better ones. */
export const authorizedFetch =
  (send: FetchLike, authorization: Authorization): FetchLike =>
  async (address, init) => {
    const request = { method: (init?.method ?? "GET").toUpperCase(), url: new URL(address) };
    const signal = init?.signal ?? undefined;
    const tries = { 401: 0, 403: 0 };
    for (;;) {
      const used = await authorization.credentials(request, signal);
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(used.headers)) headers.set(name, value);
      const response = await send(used.url ?? address, { ...init, headers });
      const { status } = response;
      const answer = { status, header: (name: string) => response.headers.get(name) ?? undefined };
      authorization.heard?.(answer, request);
      if ((status !== 401 && status !== 403) || tries[401] + tries[403] >= mostRepeats) return response;
      if (!(await authorization.refused(answer, used, tries[status], signal))) return response;
      tries[status]++;
      await response.body?.cancel();
    }
  };
