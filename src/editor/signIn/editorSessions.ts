import * as vscode from "vscode";
import type { EditorSessions, SessionAsk } from "../../core/auth/editorSessions";

const options: Readonly<Record<SessionAsk, vscode.AuthenticationGetSessionOptions>> = {
  silent: { silent: true },
  ask: { createIfNone: true },
  renew: { forceNewSession: true },
  another: { forceNewSession: true, clearSessionPreference: true },
};

/** VS Code's own sign-ins. */
export const editorSessions: EditorSessions = {
  token: async (provider, scopes, ask) =>
    (await vscode.authentication.getSession(provider, [...scopes], options[ask]))?.accessToken,
};
