import type { Authorization, AuthResponse, Credentials } from "../../core/auth/authorization";
import type { EditorSessions, SessionAsk } from "../../core/auth/editorSessions";
import type { AuthOf } from "../../core/config/schema/authConfig";
import type { Clock } from "../../core/kernel/clock";
import { message } from "../../protocol/message";
import { CachedToken } from "../oauth/cachedToken";
import { signInFailed, signInNeeded, toSignInError } from "../oauth/signInError";

export interface EditorSessionOptions {
  readonly server: string;
  readonly config: Omit<AuthOf<"editor">, "type">;
  readonly sessions: EditorSessions | undefined;
  readonly clock: Clock;
}

/** Authorization by one of the editor's own sign-ins. The editor keeps and refreshes the tokens, so it is asked before they are used. */
export class EditorSession implements Authorization {
  private readonly cachedToken: CachedToken;
  /** The editor does not know that a server refused its token, and returns the same one again. */
  private refusedToken: string | undefined;

  constructor(private readonly options: EditorSessionOptions) {
    const { server, clock, config } = options;
    this.cachedToken = new CachedToken({
      clock,
      when: "first",
      obtain: async (_, answer) => {
        const { provider } = config;
        const token = await this.ask("silent");
        if (token === undefined)
          throw signInNeeded(
            server,
            message("editorSession.needed", 'it uses the sign-in "{provider}" of the editor', { provider }),
          );
        if (answer && token === this.refusedToken)
          throw signInNeeded(
            server,
            message("editorSession.refused", 'it does not accept the token of the sign-in "{provider}" of the editor', {
              provider,
            }),
          );
        return { token };
      },
    });
  }

  get provider(): string {
    return this.options.config.provider;
  }

  credentials(): Promise<Credentials> {
    return this.cachedToken.credentials();
  }

  refused(answer: AuthResponse, used: Credentials, tries: number): Promise<boolean> {
    if (answer.status === 401) this.refusedToken = used.headers.authorization?.replace(/^Bearer /, "");
    return this.cachedToken.refused(answer, used, tries);
  }

  secrets(): readonly string[] {
    return this.cachedToken.secrets();
  }

  /** The person signs in to the editor: also where it has a sign-in whose token the server refused. Rejects with a `HubError`. */
  async signIn(another: boolean): Promise<void> {
    const present = another ? undefined : await this.ask("silent");
    const isRefused = present !== undefined && present === this.refusedToken;
    await this.ask(another ? "another" : isRefused ? "renew" : "ask");
    this.cachedToken.forget();
  }

  private async ask(ask: SessionAsk): Promise<string | undefined> {
    const { server, sessions, config } = this.options;
    const { provider, scopes = [] } = config;
    if (!sessions)
      throw signInFailed(
        server,
        message("editorSession.onlyInEditor", 'the sign-in "{provider}" exists only inside the editor', { provider }),
      );
    try {
      return await sessions.token(provider, scopes, ask);
    } catch (error) {
      throw toSignInError(server, error);
    }
  }
}
