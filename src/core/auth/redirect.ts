import type { Disposable } from "../kernel/disposable";

/** What the browser page says at the end of a sign-in. */
export interface ClosingWords {
  readonly ok: boolean;
  readonly text: string;
}

/** What came back from the browser. */
export interface RedirectAnswer {
  readonly params: URLSearchParams;
  /** Ends the page that the person looks at. */
  finish(words: ClosingWords): void;
}

/** A way back from the browser, open until it is disposed. */
export interface Redirect extends Disposable {
  /** The address to send the browser back to. */
  readonly uri: string;
  /** The answer to this `state`; answers with another one are turned away and waited past. Rejects with the signal's reason. */
  answer(state: string, signal: AbortSignal): Promise<RedirectAnswer>;
}

export interface RedirectOptions {
  /** The address that a client was registered with, to be used again where that can be. */
  readonly registered?: string | undefined;
  /** The only ports that may be used, in order; any free one where it is missing. */
  readonly ports?: readonly number[] | undefined;
}

/** Opens a way back. Rejects with a `HubError` where none of the wanted ports is free. */
export type OpenRedirect = (wish: RedirectOptions) => Promise<Redirect>;
