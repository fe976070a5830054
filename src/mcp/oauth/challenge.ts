import { extractWWWAuthenticateParams } from "@modelcontextprotocol/client";
import type { Answer } from "../../core/auth/authorization";
import type { Challenge } from "./discovery";

/** What a refusal says of how to go on (RFC 6750, section 3; RFC 9728, section 5.1). */
export interface Refusal extends Challenge {
  readonly error?: string | undefined;
}

export function refusalOf(answer: Answer): Refusal {
  const header = answer.header("www-authenticate");
  if (header === undefined) return {};
  return extractWWWAuthenticateParams(new Response(null, { headers: { "www-authenticate": header } }));
}
