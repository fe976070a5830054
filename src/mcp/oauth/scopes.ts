import { computeScopeUnion } from "@modelcontextprotocol/client";
import type { Discovery } from "./discovery";

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
