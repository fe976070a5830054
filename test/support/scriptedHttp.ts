import type { HttpClient, HttpRequest, HttpResponse } from "../../src/mcp/http/client/httpClient";

export interface ScriptedResponse {
  readonly status?: number;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as it comes; each part once the one before was taken. A promise is waited for. */
  readonly parts?: readonly (string | Promise<string>)[];
  /** Why the body breaks after these parts; it ends where this is missing. */
  readonly broken?: unknown;
}

export const eventStream = { "content-type": "text/event-stream" };

/** A response whose head and body are written down. */
export const scriptedResponse = ({
  status = 200,
  headers = {},
  parts = [],
  broken,
}: ScriptedResponse): HttpResponse => ({
  status,
  statusText: "",
  header: (name) => headers[name],
  headers: () => Object.entries(headers),
  read: async (onChunk) => {
    for (const part of parts) await onChunk(Buffer.from(await part));
    if (broken !== undefined) throw broken;
  },
});

/** A client whose answers are written down; an `Error` is no answer. It writes down what it was asked, and which of that was aborted. */
export function scriptedClient(answer: (request: HttpRequest, at: number) => ScriptedResponse | Error | undefined) {
  const sent: HttpRequest[] = [];
  const aborted: number[] = [];
  const state = { disposed: 0 };
  const client: HttpClient = {
    start(request) {
      const at = sent.push(request) - 1;
      const given = answer(request, at);
      return {
        response: new Promise((resolve, reject) => {
          if (given instanceof Error) reject(given);
          else if (given) resolve(scriptedResponse(given));
        }),
        abort: () => void aborted.push(at),
      };
    },
    dispose() {
      state.disposed++;
    },
  };
  return { client, sent, aborted, state };
}
