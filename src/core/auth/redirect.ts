import type { Disposable } from "../kernel/disposable";

/** What the browser page shows at the end of a sign-in. */
export interface ClosingWords {
  readonly ok: boolean;
  readonly text: string;
}

/** What came back from the browser. */
export interface RedirectAnswer {
  readonly params: URLSearchParams;
  /** Completes the page that the person is looking at. */
  finish(words: ClosingWords): void;
}

/** A redirect address that is open until it is disposed. */
export interface Redirect extends Disposable {
  /** The address to send the browser back to. */
  readonly uri: string;
  /** Waits for the answer with this `state`, and refuses answers with another one. Rejects with the signal's reason. */
  answer(state: string, signal: AbortSignal): Promise<RedirectAnswer>;
}

/** Which redirect address to open. */
export interface RedirectOptions {
  /** The address that a client was registered with. It is used again if possible. */
  readonly registered?: string | undefined;
  /** The only ports that may be used, in order; any free port if it is missing. */
  readonly ports?: readonly number[] | undefined;
  /** The host and the path of an address on this machine, as the client was registered with them; 127.0.0.1 and `/callback` if missing. */
  readonly host?: "127.0.0.1" | "localhost" | undefined;
  readonly path?: string | undefined;
}

/** Opens a redirect address. Rejects with a `HubError` if none of the allowed ports is free. */
export type OpenRedirect = (options: RedirectOptions) => Promise<Redirect>;
