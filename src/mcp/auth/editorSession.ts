import type { Authorization, AuthResponse, Credentials } from "../../core/auth/authorization";
import type { EditorSessions, SessionAsk } from "../../core/auth/editorSessions";
import type { AuthOf } from "../../core/config/schema/authConfig";
import type { Clock } from "../../core/kernel/clock";
import { HeldToken } from "../oauth/heldToken";
import { signInFailed, signInNeeded, toSignInError } from "../oauth/signInError";

export interface EditorSessionOptions {
  readonly server: string;
  readonly config: Omit<AuthOf<"editor">, "type">;
  readonly sessions: EditorSessions | undefined;
  readonly clock: Clock;
}

/** The token of one of the editor's own sign-ins. It keeps and refreshes them itself, so it is asked before they are used. */
export class EditorSession implements Authorization {
  private readonly held: HeldToken;
  /** The editor does not know that a server refused its token, and gives out the same one again. */
  private refusedToken: string | undefined;

  constructor(private readonly options: EditorSessionOptions) {
    const { server, clock, config } = options;
    this.held = new HeldToken({
      clock,
      when: "first",
      obtain: async (_, answer) => {
        const token = await this.ask("silent");
        if (token === undefined) throw signInNeeded(server, `it uses the editor's sign-in "${config.provider}"`);
        if (answer && token === this.refusedToken)
          throw signInNeeded(server, `it does not accept the token of the editor's sign-in "${config.provider}"`);
        return { token };
      },
    });
  }

  get provider(): string {
    return this.options.config.provider;
  }

  credentials(): Promise<Credentials> {
    return this.held.credentials();
  }

  refused(answer: AuthResponse, used: Credentials, tries: number): Promise<boolean> {
    if (answer.status === 401) this.refusedToken = used.headers.authorization?.replace(/^Bearer /, "");
    return this.held.refused(answer, used, tries);
  }

  secrets(): readonly string[] {
    return this.held.secrets();
  }

  /** The person signs in to the editor: also where it has a sign-in whose token the server refused. Rejects with a `HubError`. */
  async signIn(another: boolean): Promise<void> {
    const present = another ? undefined : await this.ask("silent");
    const isRefused = present !== undefined && present === this.refusedToken;
    await this.ask(another ? "another" : isRefused ? "renew" : "ask");
    this.held.forget();
  }

  private async ask(ask: SessionAsk): Promise<string | undefined> {
    const { server, sessions, config } = this.options;
    const { provider, scopes = [] } = config;
    if (!sessions) throw signInFailed(server, `the sign-in "${provider}" is there only inside the editor`);
    try {
      return await sessions.token(provider, scopes, ask);
    } catch (error) {
      throw toSignInError(server, error);
    }
  }
}
