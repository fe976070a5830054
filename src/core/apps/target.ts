/** How an app reaches the hub's gateway. */
export type Target = HttpTarget | StdioTarget;

export interface HttpTarget {
  /** The gateway's address, with 127.0.0.1 and not "localhost", which may be ::1. */
  readonly url: string;
  readonly token: Token;
}

/** The program that attaches to a running hub; it needs no token. */
export interface StdioTarget {
  readonly command: string;
  readonly args: readonly string[];
}

/** A client's token itself, or the name of the environment variable that holds it. */
export type Token = { readonly literal: string } | { readonly variable: string };

export const isHttp = (target: Target): target is HttpTarget => "url" in target;
