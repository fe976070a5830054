/** A request as its authorization sees it. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
}

/** What a request carries to be let in. */
export interface Credentials {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address with a key in its query; missing where it stays as it is. */
  readonly url?: URL;
}

/** An answer as its authorization sees it. */
export interface AuthResponse {
  readonly status: number;
  /** By lower-case name. */
  header(name: string): string | undefined;
}

/** How the requests to one server are authorized: one small file for each method. */
export interface Authorization {
  /** Asked before each request. Rejects with a `HubError`, `needs-auth` where only the person can go on. */
  credentials(request: OutgoingRequest, signal: AbortSignal | undefined): Promise<Credentials>;
  /**
   * The server refused a request that carried `used` (401, or 403): whether sending it once more, with new credentials, may help.
   * `tries`: how often this request was sent again for the same status. Rejects with `needs-auth` where the person has to act.
   */
  refused(answer: AuthResponse, used: Credentials, tries: number, signal: AbortSignal | undefined): Promise<boolean>;
  /** Every answer is told, refused or not. */
  heard?(answer: AuthResponse, request: OutgoingRequest): void;
  /** Values that must not show up in a log, an error or an event, as they are now. */
  secrets(): readonly string[];
}

/** What makes the authorization of requests that need none. */
export const noAuthorization: Authorization = {
  credentials: async () => ({ headers: {} }),
  refused: async () => false,
  secrets: () => [],
};
