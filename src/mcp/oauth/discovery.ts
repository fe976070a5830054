import {
  type AuthorizationServerMetadata,
  checkResourceAllowed,
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  type FetchLike,
  type OAuthProtectedResourceMetadata,
} from "@modelcontextprotocol/client";
import { endpointProblem } from "../../core/auth/urlChecks";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { displayedAddress } from "../http/client/displayedAddress";
import { checkReachOfName, type Reach } from "./checkReach";
import { metadataUnavailable, signInFailed, toSignInError } from "./signInError";

/** How to sign in, according to a refusal (RFC 6750, section 3; RFC 9728, section 5.1). */
export interface Challenge {
  readonly resourceMetadataUrl?: URL | undefined;
  readonly scope?: string | undefined;
}

/** The authorization server of a server, and its metadata. */
export interface Discovery {
  readonly issuer: string;
  readonly authorizationServer: string;
  /** Missing for servers of revision 2025-03-26 without metadata: then the endpoints have their default addresses. */
  readonly metadata?: AuthorizationServerMetadata | undefined;
  readonly resourceMetadata?: OAuthProtectedResourceMetadata | undefined;
  /** The resource indicator of token requests (RFC 8707); missing where the server names none. */
  readonly resource?: string | undefined;
}

export interface DiscoverOptions extends Omit<Reach, "resolve"> {
  readonly challenge: Challenge;
  /** The only authorization server that may be used: the one of the settings, or the one that has received their credential before. */
  readonly issuer?: string | undefined;
  readonly fetch: FetchLike;
}

/** Finds the authorization server of a server: RFC 9728, then RFC 8414 or OpenID Connect. Rejects with a `HubError`. */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const { server, serverUrl, issuer: wanted } = options;
  try {
    const resourceMetadata = await resourceMetadataOf(options);
    const resource = resourceMetadata?.resource;
    if (resource && !checkResourceAllowed({ requestedResource: serverUrl, configuredResource: resource }))
      throw signInFailed(server, message("signIn.otherResource", "its metadata is about another server"));

    const offered = resourceMetadata?.authorization_servers ?? [];
    const authorizationServer = offered.find((one) => one === wanted) ?? offered[0] ?? new URL("/", serverUrl).href;
    const problem = endpointProblem(authorizationServer);
    if (problem !== undefined)
      throw signInFailed(
        server,
        message("signIn.badServiceAddress", "the address of its sign-in service {problem}", { problem }),
      );
    const metadata = await unlessUnavailable(options, (fetchFn) =>
      discoverAuthorizationServerMetadata(authorizationServer, { fetchFn }),
    );
    const issuer = metadata?.issuer ?? authorizationServer;
    if (wanted !== undefined && !isSameIssuer(wanted, issuer))
      throw signInFailed(
        server,
        message(
          "signIn.otherIssuer",
          'it names the sign-in service {issuer}, but its "auth" is for {wanted}. If the new one is right, set "issuer" in its "auth" to it',
          { issuer: displayedAddress(issuer), wanted: safeLine(wanted, 300) },
        ),
      );
    if (metadata) checkEndpoints(options, metadata);
    return { issuer, authorizationServer, metadata, resourceMetadata, resource };
  } catch (error) {
    if (error instanceof HubError && error.code === "protocol") throw signInFailed(server, error.message, error);
    throw toSignInError(server, error);
  }
}

/** The metadata of the server itself; `undefined` where it has none, as before revision 2025-06-18. */
async function resourceMetadataOf(options: DiscoverOptions) {
  const { resourceMetadataUrl } = options.challenge;
  const where = resourceMetadataUrl ? { resourceMetadataUrl } : {};
  try {
    return await unlessUnavailable(options, (fetch) =>
      discoverOAuthProtectedResourceMetadata(options.serverUrl, where, fetch),
    );
  } catch (error) {
    // A refused address, or no response at all, is not the same as a server without metadata.
    if (error instanceof HubError && error.code !== "protocol") throw error;
    return undefined;
  }
}

/**
 * Looks for metadata, which may be at several addresses. Where none is found, and one address failed (5xx) or was rate-limited (429), its
 * metadata is unknown: rejects with a `HubError` of code `transport`, and not as if there were none.
 */
async function unlessUnavailable<T>(
  { server, fetch }: DiscoverOptions,
  look: (fetch: FetchLike) => Promise<T>,
): Promise<T> {
  let unavailable: HubError | undefined;
  const watched: FetchLike = async (address, init) => {
    const response = await fetch(address, init);
    if (response.status >= 500 || response.status === 429)
      unavailable = metadataUnavailable(server, address, response.status);
    return response;
  };
  const found = await look(watched).catch((error: unknown) => {
    throw unavailable ?? error;
  });
  if (found === undefined && unavailable) throw unavailable;
  return found;
}

const endpoints = ["authorization_endpoint", "token_endpoint", "registration_endpoint", "revocation_endpoint"] as const;

function checkEndpoints(reach: Reach, metadata: AuthorizationServerMetadata): void {
  for (const name of endpoints) {
    const address = name in metadata ? Reflect.get(metadata, name) : undefined;
    if (typeof address !== "string") continue;
    const problem = endpointProblem(address);
    if (problem !== undefined)
      throw signInFailed(
        reach.server,
        message("signIn.badEndpoint", "the {name} of its sign-in service {problem}", { name, problem }),
      );
    checkReachOfName(reach, new URL(address));
  }
}

/** Issuers are compared as text, except for one slash at the end, which the parsing of addresses adds. */
export const isSameIssuer = (one: string, other: string): boolean =>
  one.replace(/\/$/, "") === other.replace(/\/$/, "");
