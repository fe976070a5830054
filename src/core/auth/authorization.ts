/** The part of a request that its authorization needs. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
}

/** The credentials of a request. */
export interface Credentials {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address with a key in its query; missing if the address does not change. */
  readonly url?: URL;
}

/** The part of a response that its authorization needs. */
export interface AuthResponse {
  readonly status: number;
  /** By lower-case name. */
  header(name: string): string | undefined;
  /** What the server says in the body, as one line. It takes the body: only for a refusal that is not passed on. */
  words?(): Promise<string>;
}

/** How the requests to one server are authorized. There is one implementation for each method. */
export interface Authorization {
  /** Called before each request. Rejects with a `HubError`, with `needs-auth` if the person has to act. */
  credentials(request: OutgoingRequest, signal: AbortSignal | undefined): Promise<Credentials>;
  /**
   * Called when the server refused a request with the credentials `used` (401 or 403). Settles with whether sending it again with new
   * credentials may help. `tries`: how often this request was already sent again for the same status. Rejects with `needs-auth` if the
   * person has to act, and with `forbidden` if the server offers no sign-in.
   */
  refused(response: AuthResponse, used: Credentials, tries: number, signal: AbortSignal | undefined): Promise<boolean>;
  /** Called with every response, whether refused or not. */
  observe?(response: AuthResponse, request: OutgoingRequest): void;
  /** The current values that must not appear in a log, an error or an event. */
  secrets(): readonly string[];
}

/** The authorization of requests that do not need any. */
export const noAuthorization: Authorization = {
  credentials: async () => ({ headers: {} }),
  refused: async () => false,
  secrets: () => [],
};
