import {
  type AuthorizationServerMetadata,
  checkResourceAllowed,
  type FetchLike,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { endpointProblem } from "../../core/auth/urlChecks";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { displayedAddress } from "../http/client/displayedAddress";
import { checkReachOfName, type Reach } from "./checkReach";
import { type DocumentFound, findDocument } from "./documents/findDocument";
import { isSameIssuer, isTenantOf } from "./documents/issuers";
import { type ResourceMetadata, readResourceMetadata, readServerMetadata } from "./documents/readMetadata";
import { resourcePlaces, serverPlaces } from "./documents/wellKnown";
import { signInFailed, toSignInError } from "./signInError";

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
  readonly resourceMetadata?: ResourceMetadata | undefined;
  /** The resource indicator of token requests (RFC 8707); missing where the server has no metadata, and where the settings omit it. */
  readonly resource?: string | undefined;
}

/** The cause of a failure where something lies at the places of the metadata, but nothing that can be read: often the pages of a web site. */
export class UnreadableMetadata extends UnauthorizedError {}

/** What the settings say about a sign-in service that is not as others are. */
export interface ServiceSettings {
  readonly omitResource?: boolean | undefined;
  readonly tokenEndpointAuthMethod?: string | undefined;
}

export interface DiscoverOptions extends Omit<Reach, "resolve"> {
  readonly challenge: Challenge;
  /** The only authorization server that may be used: the one of the settings, or the one that has received their credential before. */
  readonly issuer?: string | undefined;
  readonly settings?: ServiceSettings | undefined;
  /** The person signs in there, in the browser. */
  readonly inBrowser: boolean;
  readonly fetch: FetchLike;
}

/** Finds the authorization server of a server: RFC 9728, then RFC 8414 or OpenID Connect. Rejects with a `HubError`. */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const { server, serverUrl, issuer: wanted, settings = {} } = options;
  try {
    const own = await findDocument({
      server,
      places: resourcePlaces(serverUrl, options.challenge.resourceMetadataUrl),
      read: readResourceMetadata,
      fetch: options.fetch,
    });
    const resourceMetadata = own.document;
    const resource = resourceOf(options, own);
    const offered = resourceMetadata?.authorization_servers ?? [];
    const authorizationServer =
      offered.find((one) => wanted !== undefined && isSameIssuer(one, wanted)) ??
      offered[0] ??
      new URL("/", serverUrl).href;
    const problem = endpointProblem(authorizationServer);
    if (problem !== undefined)
      throw signInFailed(
        server,
        message("signIn.badServiceAddress", "the address of its sign-in service {problem}", { problem }),
      );
    const found = await serverMetadata(options, authorizationServer, wanted);
    const unread = found.document ? undefined : (found.problem ?? own.problem);
    if (unread !== undefined) throw signInFailed(server, unread, new UnreadableMetadata());
    const issuer = found.document?.issuer ?? authorizationServer;
    const isTenant = isTenantOf(authorizationServer, issuer);
    if (
      wanted !== undefined &&
      !isSameIssuer(wanted, isTenant ? authorizationServer : issuer) &&
      !isSameIssuer(wanted, issuer)
    )
      throw signInFailed(
        server,
        message(
          "signIn.otherIssuer",
          'it names the sign-in service {issuer}, but its "auth" is for {wanted}. If the new one is right, set "issuer" in its "auth" to it',
          { issuer: shown(issuer), wanted: safeLine(wanted, 300) },
        ),
      );
    const { tokenEndpointAuthMethod: method } = settings;
    const metadata = found.document && {
      ...found.document,
      ...(method !== undefined && { token_endpoint_auth_methods_supported: [method] }),
    };
    if (metadata) checkEndpoints(options, metadata);
    return { issuer, authorizationServer, metadata, resourceMetadata, resource };
  } catch (error) {
    if (error instanceof HubError && error.code === "protocol") throw signInFailed(server, error.message, error);
    throw toSignInError(server, error);
  }
}

/**
 * The metadata of an authorization server, whose address was checked. `wanted`: the issuer that the settings name. A document of another
 * issuer is passed over like one that cannot be read (RFC 8414, section 3.3).
 */
export function serverMetadata(
  { server, inBrowser, fetch }: Pick<DiscoverOptions, "server" | "inBrowser" | "fetch">,
  authorizationServer: string,
  wanted?: string,
): Promise<DocumentFound<AuthorizationServerMetadata>> {
  return findDocument({
    server,
    places: serverPlaces(new URL(authorizationServer)),
    read: (json) => {
      const read = readServerMetadata(json, { inBrowser });
      const problem = "document" in read ? issuerProblem(authorizationServer, read.document.issuer, wanted) : undefined;
      return problem === undefined ? read : { problem };
    },
    fetch,
  });
}

/**
 * The resource that tokens are requested for: the one that the server's metadata names, if it is this server. Metadata that names none is
 * about the server that has it, and the tokens are bound to its address.
 */
function resourceOf(
  { server, serverUrl, settings }: DiscoverOptions,
  { document, unavailable }: DocumentFound<ResourceMetadata>,
): string | undefined {
  if (!document) return undefined;
  const address = new URL(serverUrl);
  address.hash = "";
  const { resource = address.href } = document;
  if (
    !URL.canParse(resource) ||
    !checkResourceAllowed({ requestedResource: serverUrl, configuredResource: resource })
  ) {
    if (unavailable) throw unavailable; // the right one may be there
    throw signInFailed(
      server,
      message("signIn.otherResource", "its metadata is about another server ({resource} instead of {address})", {
        resource: shown(resource),
        address: displayedAddress(address),
      }),
    );
  }
  return settings?.omitResource ? undefined : resource;
}

/**
 * Why the issuer in the metadata of an authorization server is not that server; `undefined` where it is. One that stands for several tenants
 * is accepted where the settings name it, or the server's own.
 */
function issuerProblem(authorizationServer: string, issuer: string, wanted: string | undefined): string | undefined {
  if (isSameIssuer(authorizationServer, issuer)) return undefined;
  if (!isTenantOf(authorizationServer, issuer))
    return message(
      "signIn.otherMetadata",
      "the information came from a different sign-in service than the one that was asked: {service} says that its issuer is {issuer}",
      { service: shown(authorizationServer), issuer: shown(issuer) },
    );
  if (wanted !== undefined && (isSameIssuer(wanted, issuer) || isSameIssuer(wanted, authorizationServer)))
    return undefined;
  return message(
    "signIn.tenantIssuer",
    'its sign-in service {service} says that its issuer is {issuer}. If you trust it, set "issuer" in its "auth" to "{issuer}"',
    { service: shown(authorizationServer), issuer: safeLine(issuer, 300) },
  );
}

/** An address of a document as it may be displayed: it may be no address at all. */
const shown = (address: string): string =>
  safeLine(URL.canParse(address) && /^https?:/i.test(address) ? displayedAddress(address) : address, 300);

/** Those that any sign-in may use. The one for device codes is checked when it is asked: it must not stop a sign-in in the browser. */
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
