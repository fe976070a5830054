import {
  type FetchLike,
  type OAuthClientInformationMixed,
  type OAuthClientMetadata,
  registerClient,
} from "@modelcontextprotocol/client";
import type { CredentialStore } from "../../core/auth/credentialStore";
import type { AuthOf } from "../../core/config/schema/authConfig";
import type { Registration } from "../../core/config/schema/registration";
import type { Discovery } from "./discovery";
import { signInFailed, toSignInError } from "./signInError";

/** The hub as one authorization server knows it. */
export interface Client {
  readonly information: OAuthClientInformationMixed;
  /** Who gave it: the settings, the hub's metadata document, or a registration, which may grow stale. */
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
  const { clientId, clientSecret, clientMetadataUrl } = config;
  if (clientId !== undefined)
    return {
      information: { client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }) },
      from: "settings",
    };
  if (clientMetadataUrl !== undefined && discovery.metadata?.client_id_metadata_document_supported === true)
    return { information: { client_id: clientMetadataUrl }, from: "document" };
  return undefined;
}

/** The client that was registered before, where it still counts. */
export async function registeredClient(
  { discovery, store, now }: Pick<ClientOptions, "discovery" | "store" | "now">,
  way: string,
): Promise<Registration | undefined> {
  const registration = await store.registration(discovery.issuer, way);
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

/** Registers the hub (RFC 7591), and keeps the registration. Rejects with a `HubError`. */
export async function register(
  options: ClientOptions,
  way: string,
  redirectUri: string,
  scope?: string,
): Promise<Client> {
  const { server, discovery, store, fetch } = options;
  const { metadata, authorizationServer, issuer } = discovery;
  if (metadata && !metadata.registration_endpoint)
    throw signInFailed(
      server,
      `its sign-in service at ${new URL(issuer).host} lets no client register itself. Register one there, and write its "clientId" into "auth"`,
    );
  try {
    const given = await registerClient(authorizationServer, {
      ...(metadata && { metadata }),
      clientMetadata: clientMetadata(redirectUri, metadata?.token_endpoint_auth_methods_supported),
      ...(scope !== undefined && { scope }),
      fetchFn: fetch,
    });
    const registration: Registration = {
      issuer,
      clientId: given.client_id,
      ...(given.client_secret !== undefined && { clientSecret: given.client_secret }),
      ...(given.client_secret_expires_at && { secretExpiresAt: given.client_secret_expires_at * 1000 }),
      ...(given.token_endpoint_auth_method !== undefined && { authMethod: given.token_endpoint_auth_method }),
      redirectUri,
      ...(scope !== undefined && { scope }),
    };
    await store.saveRegistration(way, registration);
    return clientOf(registration);
  } catch (error) {
    throw toSignInError(server, error);
  }
}

/** What the hub says of itself: a native app with nothing to hide, which also refreshes. */
export function clientMetadata(redirectUri: string, methods: readonly string[] = ["none"]): OAuthClientMetadata {
  const method = ["none", "client_secret_basic", "client_secret_post"].find((known) => methods.includes(known));
  return {
    client_name: "MCP Client Hub",
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    application_type: "native",
    ...(method !== undefined && { token_endpoint_auth_method: method }),
  };
}
