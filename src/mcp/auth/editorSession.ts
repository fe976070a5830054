import type { AuthOf } from "../../core/auth/authConfig";
import type { Authorization } from "../../core/auth/authorization";
import type { EditorSessions } from "../../core/auth/editorSessions";
import type { Clock } from "../../core/clock";
import { signInFailed, signInNeeded } from "../oauth/signInError";
import { HeldToken } from "./heldToken";

export interface EditorSessionOptions {
  readonly server: string;
  readonly config: Omit<AuthOf<"editor">, "type">;
  readonly sessions: EditorSessions | undefined;
  readonly clock: Clock;
}

/** The token of one of the editor's own sign-ins. It keeps and refreshes them itself, so it is asked before they are used. */
export function editorSession({ server, config, sessions, clock }: EditorSessionOptions): Authorization {
  const { provider, scopes = [] } = config;
  return new HeldToken({
    clock,
    when: "first",
    obtain: async (_, answer) => {
      if (!sessions) throw signInFailed(server, `the sign-in "${provider}" is there only inside the editor`);
      const token = await sessions.token(provider, scopes, { ask: false, anew: answer !== undefined });
      if (token === undefined) throw signInNeeded(server, `it uses the editor's sign-in "${provider}"`);
      return { token };
    },
  });
}
