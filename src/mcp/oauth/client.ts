import {
  type FetchLike,
  type OAuthClientInformationMixed,
  type OAuthClientMetadata,
  registerClient,
} from "@modelcontextprotocol/client";
import type { CredentialStore } from "../../core/auth/credentialStore";
import type { Registration } from "../../core/auth/registration";
import type { AuthOf } from "../../core/config/schema/authConfig";
import { message } from "../../protocol/message";
import type { Discovery } from "./discovery";
import { registrationFetch } from "./documents/answers";
import { signInFailed, toSignInError } from "./signInError";

/** The hub as one authorization server knows it. */
export interface Client {
  readonly information: OAuthClientInformationMixed;
  /** Its origin: the settings, the hub's metadata document, or a registration, which may become stale. */
  readonly from: "settings" | "document" | "registration";
  readonly registration?: Registration;
}

export interface ClientOptions {
  readonly server: string;
  readonly config: Omit<AuthOf<"oauth">, "type">;
  readonly discovery: Discovery;
  readonly store: CredentialStore;
  readonly fetch: FetchLike;
  readonly now: number;
}

/** The client that needs no registration: one that the settings name, or a metadata document that the server reads (CIMD). */
export function knownClient({ config, discovery }: Pick<ClientOptions, "config" | "discovery">): Client | undefined {
  const { clientId, clientSecret, clientMetadataUrl, tokenEndpointAuthMethod: method } = config;
  if (clientId !== undefined)
    return {
      information: {
        client_id: clientId,
        ...(clientSecret !== undefined && { client_secret: clientSecret }),
        ...(method !== undefined && { token_endpoint_auth_method: method, redirect_uris: [] }),
      },
      from: "settings",
    };
  if (clientMetadataUrl !== undefined && discovery.metadata?.client_id_metadata_document_supported === true)
    return { information: { client_id: clientMetadataUrl }, from: "document" };
  return undefined;
}

/** The client of an earlier registration, where it is still valid. */
export async function registeredClient(
  { discovery, store, now }: Pick<ClientOptions, "discovery" | "store" | "now">,
  redirectKind: string,
): Promise<Registration | undefined> {
  const registration = await store.registration(discovery.issuer, redirectKind);
  const { secretExpiresAt } = registration ?? {};
  return secretExpiresAt !== undefined && secretExpiresAt <= now ? undefined : registration;
}

export const clientOf = (registration: Registration): Client => {
  const { clientId, clientSecret, authMethod } = registration;
  return {
    information: {
      client_id: clientId,
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      ...(authMethod !== undefined && {
        token_endpoint_auth_method: authMethod,
        redirect_uris: [registration.redirectUri],
      }),
    },
    from: "registration",
    registration,
  };
};

/** The kind of redirect under which the registration of a client is kept that signs in by device code, and has no redirect. */
export const deviceKind = "device";

/** Registers the hub (RFC 7591), and keeps the registration. Rejects with a `HubError`. `redirectUri`: none for a device code. */
export async function register(
  options: ClientOptions,
  redirectKind: string,
  redirectUri: string | undefined,
  scope?: string,
): Promise<Client> {
  const { server, discovery, store, fetch } = options;
  const { metadata, authorizationServer, issuer } = discovery;
  if (metadata && !metadata.registration_endpoint)
    throw signInFailed(
      server,
      message(
        "signIn.noRegistration",
        'its sign-in service at {host} does not let clients register themselves. Register one there, and write its "clientId" into "auth"',
        { host: new URL(issuer).host },
      ),
    );
  try {
    const given = await registerClient(authorizationServer, {
      ...(metadata && { metadata }),
      clientMetadata: clientMetadata(redirectUri, metadata?.token_endpoint_auth_methods_supported),
      ...(scope !== undefined && { scope }),
      fetchFn: registrationFetch(server, fetch, redirectUri),
    });
    const registration: Registration = {
      issuer,
      clientId: given.client_id,
      ...(given.client_secret !== undefined && { clientSecret: given.client_secret }),
      ...(given.client_secret_expires_at && { secretExpiresAt: given.client_secret_expires_at * 1000 }),
      ...(given.token_endpoint_auth_method !== undefined && { authMethod: given.token_endpoint_auth_method }),
      redirectUri: redirectUri ?? "",
      ...(scope !== undefined && { scope }),
    };
    await store.saveRegistration(redirectKind, registration);
    return clientOf(registration);
  } catch (error) {
    throw toSignInError(server, error);
  }
}

/** The grant of a device code (RFC 8628, section 3.4). */
export const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

/** The hub's client metadata: a native app without a secret, which also refreshes. Without a redirect, it signs in by device code. */
export function clientMetadata(
  redirectUri: string | undefined,
  methods: readonly string[] = ["none"],
): OAuthClientMetadata {
  const method = ["none", "client_secret_basic", "client_secret_post"].find((known) => methods.includes(known));
  return {
    client_name: "MCP Client Hub",
    redirect_uris: redirectUri === undefined ? [] : [redirectUri],
    grant_types: [redirectUri === undefined ? deviceGrant : "authorization_code", "refresh_token"],
    response_types: redirectUri === undefined ? [] : ["code"],
    application_type: "native",
    ...(method !== undefined && { token_endpoint_auth_method: method }),
  };
}
