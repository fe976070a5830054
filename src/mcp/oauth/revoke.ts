import type { FetchLike } from "@modelcontextprotocol/client";
import type { TokenSet } from "../../core/auth/tokenSet";
import type { Client } from "./client";
import { authenticate } from "./clientAuthentication";
import type { Discovery } from "./discovery";

/** Revokes tokens at the authorization server (RFC 7009). Returns whether that worked. */
export async function revoke(
  { metadata }: Discovery,
  { information }: Client,
  { refreshToken, accessToken }: TokenSet,
  fetch: FetchLike,
): Promise<boolean> {
  const endpoint: unknown = metadata && Reflect.get(metadata, "revocation_endpoint");
  if (typeof endpoint !== "string") return false;
  // Revoking the refresh token ends the whole grant where the server supports that (section 2.1); the access token is revoked as well.
  const tokens = [
    ["refresh_token", refreshToken],
    ["access_token", accessToken],
  ] as const;
  let isRevoked = false;
  for (const [hint, token] of tokens) {
    if (token === undefined) continue;
    const body = new URLSearchParams({ token, token_type_hint: hint });
    const headers = new Headers({ "content-type": "application/x-www-form-urlencoded" });
    authenticate(information, metadata?.token_endpoint_auth_methods_supported ?? [], headers, body);
    const response = await fetch(endpoint, { method: "POST", headers, body });
    isRevoked ||= response.ok;
  }
  return isRevoked;
}
