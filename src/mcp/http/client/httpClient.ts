/** Sees the heads of the exchanges that one request takes, each time it is sent. */
export interface ExchangeObserver {
  readonly onRequest: (headers: Readonly<Record<string, string>>) => void;
  readonly onResponse: (response: HttpResponse) => void;
}

/** One request; its body is text. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The addresses of its host that were checked: a direct connection leads to one of them. */
  readonly addresses?: readonly string[];
  /** Missing while nobody looks. */
  readonly observer?: ExchangeObserver | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** By lower-case name. */
  header(name: string): string | undefined;
  /** All headers; one that came more than once is listed more than once. */
  headers(): Iterable<[name: string, value: string]>;
  /**
   * Passes the body on as it comes, decompressed; settles at its end, rejects when it breaks. Must be called exactly once. Nothing more
   * is read from the server until the promise for a chunk has settled; that promise never rejects.
   */
  read(onChunk: (chunk: Buffer) => Promise<void> | undefined): Promise<void>;
}

/** A request that was started. */
export interface Exchange {
  /** Settles with the head of the response, whatever its status; rejects where none came. */
  readonly response: Promise<HttpResponse>;
  /** Aborts the request: what has not come yet rejects. */
  readonly abort: () => void;
}

/** Sends requests to one server: follows no redirect, and keeps its connections for the next request. */
export interface HttpClient {
  start(request: HttpRequest): Exchange;
  /** Closes the kept connections. */
  dispose(): void;
}

/** Shows each exchange to the observer of its request: with all headers, as it goes over the wire. */
export const observed = (client: HttpClient): HttpClient => ({
  start(request) {
    const { observer } = request;
    if (!observer) return client.start(request);
    observer.onRequest(request.headers);
    const exchange = client.start(request);
    const response = exchange.response.then((head) => {
      observer.onResponse(head);
      return head;
    });
    return { response, abort: exchange.abort };
  },
  dispose: () => client.dispose(),
});

/** Tells of each response that refuses its request for its credentials or its rights. */
export const watchedRefusals = (client: HttpClient, refused: (status: 401 | 403) => void): HttpClient => ({
  start(request) {
    const exchange = client.start(request);
    const response = exchange.response.then((head) => {
      if (head.status === 401 || head.status === 403) refused(head.status);
      return head;
    });
    return { response, abort: exchange.abort };
  },
  dispose: () => client.dispose(),
});
