/** One request; its body is text. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** By lower-case name. */
  header(name: string): string | undefined;
  /** All of them; one that came more than once, more than once. */
  headers(): Iterable<[name: string, value: string]>;
  /**
   * Hands the body over as it comes, decompressed; settles at its end, rejects when it breaks. Must be called, and once. Nothing more is
   * taken from the server until what a chunk has begun is done; that never rejects.
   */
  read(onChunk: (chunk: Buffer) => Promise<void> | undefined): Promise<void>;
}

/** A request on its way. */
export interface Exchange {
  /** Settles with the head of the answer, whatever its status; rejects where none came. */
  readonly response: Promise<HttpResponse>;
  /** Gives up: what has not come yet rejects. */
  readonly abort: () => void;
}

/** What sends requests to one server: follows no redirect, and keeps its connections for the next request. */
export interface HttpClient {
  start(request: HttpRequest): Exchange;
  /** Closes what is kept. */
  dispose(): void;
}
