import type { OAuthTokens } from "@modelcontextprotocol/client";
import { safeLine } from "../../core/redact";

/**
 * How people call the account, from the identity token that came with the tokens over a verified line. Only shown, never trusted: nothing
 * is decided by it, so its signature does not matter. `undefined` where there is none.
 */
export function accountName({ id_token: token }: OAuthTokens): string | undefined {
  const [, body] = token?.split(".") ?? [];
  if (!body) return undefined;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  } catch {
    return undefined; // no JSON web token: a name is all that is lost
  }
  if (typeof claims !== "object" || claims === null) return undefined;
  for (const key of ["email", "preferred_username", "name", "sub"]) {
    const name: unknown = Reflect.get(claims, key);
    if (typeof name === "string" && name.trim() !== "") return safeLine(name, 80);
  }
  return undefined;
}
