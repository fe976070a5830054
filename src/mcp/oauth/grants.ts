import {
  createPrivateKeyJwtAuth,
  type FetchLike,
  fetchToken,
  type OAuthClientProvider,
  type OAuthTokens,
  requestJwtAuthorizationGrant,
} from "@modelcontextprotocol/client";
import { endpointProblem } from "../../core/auth/urlChecks";
import type { AuthOf } from "../../core/config/schema/authConfig";
import { message } from "../../protocol/message";
import { displayedAddress } from "../http/client/displayedAddress";
import { type Discovery, serverMetadata } from "./discovery";
import { tokenFetch } from "./documents/answers";
import { signInFailed } from "./signInError";

export type GrantConfig = AuthOf<"client-credentials"> | AuthOf<"enterprise"> | AuthOf<"workload">;

export interface GrantRequest {
  readonly server: string;
  readonly config: GrantConfig;
  readonly discovery: Discovery;
  readonly scope: string | undefined;
  readonly fetch: FetchLike;
  /** `fetch` for an address from the settings, and for the addresses that its metadata names. */
  readonly fetchAt: (address: URL) => FetchLike;
}

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** Gets a token without a person: by client credentials, or by a grant from an identity provider or a platform. */
export async function requestGrant(request: GrantRequest): Promise<OAuthTokens> {
  const { config } = request;
  switch (config.type) {
    case "client-credentials":
      return clientCredentials(request, config);
    case "enterprise":
      return jwtGrant(request, await idJag(request, config));
    case "workload":
      return jwtGrant(request, config.assertion);
  }
}

/** RFC 6749, section 4.4, with a secret, or with a signed assertion (RFC 7523, section 2.2). */
function clientCredentials(request: GrantRequest, config: AuthOf<"client-credentials">): Promise<OAuthTokens> {
  const { clientId, privateKey, algorithm = "RS256", clientSecret } = config;
  if (privateKey === undefined && clientSecret === undefined)
    throw signInFailed(
      request.server,
      message("signIn.noSecret", 'its "auth" has neither a "clientSecret" nor a "privateKey"'),
    );
  return ask(
    request,
    { grant_type: "client_credentials" },
    privateKey === undefined
      ? undefined
      : createPrivateKeyJwtAuth({ issuer: clientId, subject: clientId, privateKey, alg: algorithm }),
  );
}

/** RFC 7523, section 2.1. */
const jwtGrant = (request: GrantRequest, assertion: string): Promise<OAuthTokens> =>
  ask(request, { grant_type: jwtBearer, assertion });

/** An identity token becomes a grant for the server (RFC 8693; enterprise-managed authorization). */
async function idJag(
  { server, discovery, scope, fetchAt }: GrantRequest,
  config: AuthOf<"enterprise">,
): Promise<string> {
  const { idpIssuer, idpTokenEndpoint, idpClientId, idpClientSecret, idToken } = config;
  const { resource, issuer } = discovery;
  if (resource === undefined)
    throw signInFailed(
      server,
      message("signIn.noResource", "its metadata does not name the resource of its tokens (RFC 9728)"),
    );
  const address = idpTokenEndpoint ?? idpIssuer;
  if (address === undefined)
    throw signInFailed(server, message("signIn.noIdp", 'its "auth" names neither "idpIssuer" nor "idpTokenEndpoint"'));
  const problem = endpointProblem(address);
  if (problem !== undefined)
    throw signInFailed(server, message("signIn.badIdp", 'the identity provider in its "auth" {problem}', { problem }));
  const fetch = fetchAt(new URL(address));
  const exchange = {
    audience: issuer,
    resource,
    idToken,
    clientId: idpClientId,
    ...(idpClientSecret !== undefined && { clientSecret: idpClientSecret }),
    ...(scope !== undefined && { scope }),
    fetchFn: tokenFetch(server, fetch),
  };
  const tokenEndpoint = idpTokenEndpoint ?? (await tokenEndpointOf(server, address, fetch));
  const grant = await requestJwtAuthorizationGrant({ ...exchange, tokenEndpoint });
  return grant.jwtAuthGrant;
}

/** The token endpoint of an identity provider, by its metadata. */
async function tokenEndpointOf(server: string, issuer: string, fetch: FetchLike): Promise<string> {
  const { document, problem } = await serverMetadata({ server, fetch, inBrowser: false }, issuer);
  if (document) return document.token_endpoint;
  throw signInFailed(
    server,
    problem ??
      message("signIn.noIdpMetadata", "the identity provider {address} has no metadata", {
        address: displayedAddress(issuer),
      }),
  );
}

function ask(
  { server, config, discovery, scope, fetch }: GrantRequest,
  params: Readonly<Record<string, string>>,
  addClientAuthentication?: NonNullable<OAuthClientProvider["addClientAuthentication"]>,
): Promise<OAuthTokens> {
  const { metadata, authorizationServer, resource, issuer } = discovery;
  const secret = "clientSecret" in config ? config.clientSecret : undefined;
  const provider: OAuthClientProvider = {
    redirectUrl: undefined,
    clientMetadata: { redirect_uris: [] },
    clientInformation: () =>
      config.clientId === undefined
        ? undefined
        : { client_id: config.clientId, ...(secret !== undefined && { client_secret: secret }), issuer },
    tokens: () => undefined,
    saveTokens: () => {},
    redirectToAuthorization: () => {},
    saveCodeVerifier: () => {},
    codeVerifier: () => "",
    prepareTokenRequest: (wanted) => new URLSearchParams({ ...params, ...(wanted && { scope: wanted }) }),
    ...(addClientAuthentication && { addClientAuthentication }),
  };
  return fetchToken(provider, authorizationServer, {
    ...(metadata && { metadata }),
    ...(resource !== undefined && { resource }),
    ...(scope !== undefined && { scope }),
    fetchFn: tokenFetch(server, fetch, config.parameters),
  });
}
