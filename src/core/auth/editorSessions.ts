/** The editor's own sign-ins, by provider, such as `github`. */
export interface EditorSessions {
  /**
   * A token for these scopes; `undefined` where there is none without asking. `ask`: the person may be asked. `anew`: the last token was
   * refused. Rejects where the provider is not there, or the person says no.
   */
  token(
    provider: string,
    scopes: readonly string[],
    options: { readonly ask: boolean; readonly anew: boolean },
  ): Promise<string | undefined>;
}
