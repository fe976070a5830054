import { computeScopeUnion } from "@modelcontextprotocol/client";
import type { AuthResponse } from "../../core/auth/authorization";
import type { Challenge, Discovery } from "./discovery";

/** The challenge of a refusal (RFC 6750, section 3; RFC 9728, section 5.1). */
export interface Refusal extends Challenge {
  readonly error?: string | undefined;
  /** Whether the server named a scheme of tokens at all. */
  readonly asksForToken: boolean;
}

/** What a refusal says about tokens, in whichever of its challenges. `server`: its address, which an address in it may be relative to. */
export function refusalOf(answer: AuthResponse, server: URL): Refusal {
  const challenges = tokenChallenges(answer);
  const first = (name: string) => challenges.map(({ params }) => params.get(name)).find((value) => value);
  const metadata = first("resource_metadata");
  return {
    asksForToken: challenges.length > 0,
    error: first("error"),
    scope: first("scope"),
    resourceMetadataUrl:
      metadata !== undefined && URL.canParse(metadata, server.href) ? new URL(metadata, server) : undefined,
  };
}

/** Whether a refusal names a scheme of tokens. */
export const asksForToken = (answer: AuthResponse): boolean => tokenChallenges(answer).length > 0;

const tokenChallenges = (answer: AuthResponse): readonly SchemeChallenge[] =>
  challengesIn(answer.header("www-authenticate") ?? "").filter(({ scheme }) => /^(bearer|dpop)$/i.test(scheme));

interface SchemeChallenge {
  readonly scheme: string;
  /** By lower-case name; the first of a name counts. */
  readonly params: ReadonlyMap<string, string>;
}

/** The longest header that is read, in characters. */
const maxLength = 16_000;

const token = /^[\w!#$%&'*+.^`|~-]+/;
const param = /^([\w!#$%&'*+.^`|~-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"?|([^\s,"]*))/s;
/** Credentials without a name, such as those of Negotiate (RFC 9110, section 11.2). */
const token68 = /^[\w.~+/-]+=*[ \t]*(?=,|$)/;

/**
 * The challenges of a `WWW-Authenticate` header (RFC 9110, section 11.6.1): several schemes may stand in one header, and several headers are
 * one with commas between them. Commas and names in quotes belong to a value; what cannot be read is passed over.
 */
function challengesIn(header: string): readonly SchemeChallenge[] {
  const challenges: { scheme: string; params: Map<string, string> }[] = [];
  let rest = header.slice(0, maxLength);
  for (;;) {
    rest = rest.replace(/^[\s,;]+/, "");
    if (rest === "") return challenges;
    const current = challenges.at(-1);
    const named = current && param.exec(rest);
    if (named) {
      const [whole, name = "", quoted, plain = ""] = named;
      const key = name.toLowerCase();
      if (!current.params.has(key)) current.params.set(key, quoted?.replace(/\\(.)/gs, "$1") ?? plain);
      rest = rest.slice(whole.length);
      continue;
    }
    const [scheme] = token.exec(rest) ?? [];
    if (scheme === undefined) {
      rest = rest.slice(1);
      continue;
    }
    challenges.push({ scheme, params: new Map() });
    rest = rest.slice(scheme.length).replace(/^\s+/, "");
    const [credentials = ""] = token68.exec(rest) ?? [];
    // A single word is the next scheme of a header without commas, unless it ends as such credentials do.
    if (/=\s*$/.test(credentials) || /[~+/]/.test(credentials)) rest = rest.slice(credentials.length);
  }
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

/** Whether a service shows the person a question of its own for `offline_access` only where it is asked to (OpenID Connect Core, section 11). */
export const needsConsentPrompt = ({ metadata }: Discovery, scopes: readonly string[] | undefined): boolean => {
  const prompts: unknown = metadata && Reflect.get(metadata, "prompt_values_supported");
  return (
    scopes === undefined &&
    metadata?.scopes_supported?.includes("openid") === true &&
    (!Array.isArray(prompts) || prompts.includes("consent"))
  );
};
