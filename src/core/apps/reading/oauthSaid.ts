import { isPlain } from "../editing/place";

/** The sign-in settings of an app as the hub's `auth`; `undefined` where they say nothing that the hub does not find out by itself. */
export function oauthSaid(value: unknown): Record<string, unknown> | undefined {
  if (value === false) return { type: "none" };
  if (!isPlain(value) || value.enabled === false) return undefined;
  const first = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => value[key]).find((found) => typeof found === "string" && found !== "") as string | undefined;
  const clientId = first("clientId", "client_id", "CLIENT_ID");
  const clientSecret = first("clientSecret", "client_secret", "CLIENT_SECRET");
  const written = value.scopes ?? value.scope;
  const scopes = typeof written === "string" ? written.split(/\s+/).filter((scope) => scope !== "") : written;
  const hasScopes = Array.isArray(scopes) && scopes.length > 0;
  if (clientId === undefined && !hasScopes) return undefined;
  return {
    type: "oauth",
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
    ...(hasScopes && { scopes }),
  };
}
