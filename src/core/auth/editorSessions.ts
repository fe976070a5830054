/**
 * How much the person may be asked for a token. `silent`: nothing. `ask`: where there is none. `anew`: in any case, since the present one
 * is no good. `another`: in any case, also for which account.
 */
export type SessionAsk = "silent" | "ask" | "anew" | "another";

/** The editor's own sign-ins, by provider, such as `github`. */
export interface EditorSessions {
  /**
   * A token for these scopes; `undefined` where there is none without asking. Rejects where the provider is not there, or the person
   * says no.
   */
  token(provider: string, scopes: readonly string[], ask: SessionAsk): Promise<string | undefined>;
}
