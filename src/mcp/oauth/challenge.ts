import { computeScopeUnion, extractWWWAuthenticateParams } from "@modelcontextprotocol/client";
import type { AuthResponse } from "../../core/auth/authorization";
import type { Challenge, Discovery } from "./discovery";

/** What a refusal says of how to go on (RFC 6750, section 3; RFC 9728, section 5.1). */
export interface Refusal extends Challenge {
  readonly error?: string | undefined;
}

export function refusalOf(answer: AuthResponse): Refusal {
  const header = answer.header("www-authenticate");
  if (header === undefined) return {};
  return extractWWWAuthenticateParams(new Response(null, { headers: { "www-authenticate": header } }));
}

/**
 * What to ask for: what the settings say and what the server refused for want of; without either, all that the server's metadata names
 * (specification, authorization, scope selection). Where it is offered, also what lets a sign-in last (`offline_access`).
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
