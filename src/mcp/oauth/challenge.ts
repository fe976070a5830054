import { computeScopeUnion, extractWWWAuthenticateParams } from "@modelcontextprotocol/client";
import type { AuthResponse } from "../../core/auth/authorization";
import type { Challenge, Discovery } from "./discovery";

/** The challenge of a refusal (RFC 6750, section 3; RFC 9728, section 5.1). */
export interface Refusal extends Challenge {
  readonly error?: string | undefined;
}

export function refusalOf(answer: AuthResponse): Refusal {
  const header = answer.header("www-authenticate");
  if (header === undefined) return {};
  return extractWWWAuthenticateParams(new Response(null, { headers: { "www-authenticate": header } }));
}

/**
 * The scope to request: that of the settings and that of the challenge; without either, every scope in the server's metadata
 * (specification, authorization, scope selection). Where it is offered, also `offline_access`, which makes a sign-in last.
 */
export function scopeToAsk(
  { metadata, resourceMetadata }: Discovery,
  {
    configured,
    challenged,
  }: { readonly configured?: readonly string[] | undefined; readonly challenged?: string | undefined },
): string | undefined {
  const scope = computeScopeUnion(configured?.join(" "), challenged) ?? resourceMetadata?.scopes_supported?.join(" ");
  if (!scope || !metadata?.scopes_supported?.includes("offline_access")) return scope || undefined;
  return computeScopeUnion(scope, "offline_access");
}
