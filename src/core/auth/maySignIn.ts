import type { ServerDefinition } from "../config/schema/serverDefinition";

/** Ways to authorize that have an account to sign out of, or to change. */
const withAccount: ReadonlySet<string> = new Set(["oauth", "editor"]);

/** Whether there may be a sign-in to a server: it is reached over HTTP, and its entry has no fixed credential in `auth`. */
export function maySignIn({ entry }: ServerDefinition): boolean {
  if (entry.kind === "invalid" || !("url" in entry.config)) return false;
  const { url, auth } = entry.config;
  return /^http|^\$/i.test(url) && (auth === undefined || withAccount.has(auth.type));
}
