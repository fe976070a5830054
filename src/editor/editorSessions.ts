import * as vscode from "vscode";
import type { EditorSessions } from "../core/auth/editorSessions";

/** VS Code's own sign-ins. */
export const editorSessions: EditorSessions = {
  async token(provider, scopes, { ask, anew }) {
    const options: vscode.AuthenticationGetSessionOptions = !ask
      ? { silent: true }
      : anew
        ? { forceNewSession: true, clearSessionPreference: true }
        : { createIfNone: true };
    return (await vscode.authentication.getSession(provider, [...scopes], options))?.accessToken;
  },
};
