/**
 * Whether the person may be asked for a token. `silent`: never. `ask`: if there is none. `renew`: always, because the current one was
 * refused. `another`: always, including which account to use.
 */
export type SessionAsk = "silent" | "ask" | "renew" | "another";

/** The editor's own sign-ins, by provider, such as `github`. */
export interface EditorSessions {
  /**
   * A token for these scopes; `undefined` if there is none and the person may not be asked. Rejects if the provider does not exist or the
   * person declines.
   */
  token(provider: string, scopes: readonly string[], ask: SessionAsk): Promise<string | undefined>;
}
