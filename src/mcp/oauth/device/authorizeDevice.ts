import {
  fetchToken,
  isStrictScopeSuperset,
  type OAuthClientProvider,
  OAuthError,
  type OAuthTokens,
} from "@modelcontextprotocol/client";
import { retryTemporary } from "../../../core/auth/retryTemporary";
import { HubError } from "../../../core/kernel/hubError";
import { pause } from "../../../core/kernel/pause";
import { message } from "../../../protocol/message";
import { type AuthorizeOptions, type IssuedTokens, isUnknownClient } from "../authorize";
import { type Client, clientOf, deviceGrant, deviceKind, knownClient, register, registeredClient } from "../client";
import { authenticate } from "../clientAuthentication";
import { tokenFetch } from "../documents/answers";
import type { DeviceCode } from "../oauthParts";
import { signInFailed, signingIn, toSignInError } from "../signInError";
import { type IssuedCode, readIssuedCode } from "./deviceCode";

export interface DeviceOptions
  extends Omit<AuthorizeOptions, "open" | "openRedirect" | "redirectKind" | "reach" | "provenClient" | "another"> {
  readonly show: (code: DeviceCode) => void;
}

/** By how much "slow down" lengthens the wait (RFC 8628, section 3.5), and the longest wait, in milliseconds. */
const slowDownMs = 5000;
const longestWaitMs = 60_000;

/** The person signs in on any device, by a code (RFC 8628). Rejects with a `HubError`. */
export async function authorizeDevice(options: DeviceOptions): Promise<IssuedTokens> {
  const { server, discovery, store } = options;
  try {
    const { client, isStored } = await clientFor(options);
    try {
      return await withClient(options, client);
    } catch (error) {
      if (!isStored || !isUnknownClient(error)) throw error;
      await store.dropRegistration(discovery.issuer, deviceKind);
      return await withClient(options, (await clientFor(options)).client);
    }
  } catch (error) {
    throw toSignInError(server, error);
  }
}

/** The hub as the service knows it. `isStored`: by an earlier registration, which the service may have forgotten. */
async function clientFor(options: DeviceOptions): Promise<{ readonly client: Client; readonly isStored: boolean }> {
  const { discovery, store, clock, scope, reached } = options;
  const known = knownClient(options);
  if (known) return { client: known, isStored: false };
  const registered = await registeredClient({ discovery, store, now: clock.now() }, deviceKind);
  if (registered && !isStrictScopeSuperset(scope, registered.scope ?? scope))
    return { client: clientOf(registered), isStored: true };
  reached("Registration");
  const client = await register({ ...options, now: clock.now() }, deviceKind, undefined, scope);
  return { client, isStored: false };
}

async function withClient(options: DeviceOptions, client: Client): Promise<IssuedTokens> {
  const { clock, signal, scope, show, reached } = options;
  reached("Authorization");
  const issued = await retryTemporary(() => requestCode(options, client), { clock }, signal);
  const endsAt = clock.now() + issued.lastsMs;
  show(issued.shown);
  const tokens = await poll(options, client, issued, endsAt);
  return { tokens, client, scope, finish: () => {}, dispose: () => {} };
}

/** The device authorization request (RFC 8628, section 3.1). */
async function requestCode(options: DeviceOptions, { information }: Client): Promise<IssuedCode> {
  const { server, discovery, scope, config, fetch } = options;
  const { metadata, resource } = discovery;
  const endpoint: unknown = metadata && Reflect.get(metadata, "device_authorization_endpoint");
  if (typeof endpoint !== "string")
    throw signInFailed(
      server,
      message(
        "device.notOffered",
        "its sign-in service offers no device code. Sign in with a browser, without --device",
      ),
    );
  const body = new URLSearchParams({
    ...config.parameters,
    ...(scope !== undefined && { scope }),
    ...(resource !== undefined && { resource }),
  });
  const headers = new Headers({ "content-type": "application/x-www-form-urlencoded", accept: "application/json" });
  authenticate(information, metadata?.token_endpoint_auth_methods_supported ?? [], headers, body);
  return readIssuedCode(server, await fetch(endpoint, { method: "POST", headers, body }));
}

/** Asks until the person has decided, or the code has expired (RFC 8628, section 3.5). */
async function poll(options: DeviceOptions, client: Client, issued: IssuedCode, endsAt: number): Promise<OAuthTokens> {
  const { server, clock, signal } = options;
  for (let waitMs = issued.intervalMs; ; ) {
    await pause(clock, waitMs, signal, signingIn(server));
    if (clock.now() >= endsAt) throw expired(server);
    try {
      return await requestTokens(options, client, issued.deviceCode);
    } catch (error) {
      const code = error instanceof OAuthError ? error.code : undefined;
      if (code === "slow_down") waitMs += slowDownMs;
      else if (isTemporary(error)) waitMs = Math.min(longestWaitMs, waitMs * 2);
      else if (code === "expired_token") throw expired(server);
      else if (code === "access_denied")
        throw signInFailed(server, message("device.denied", "access was denied where the code was entered"));
      else if (code !== "authorization_pending") throw toSignInError(server, error, [issued.deviceCode]);
    }
  }
}

async function requestTokens(options: DeviceOptions, client: Client, deviceCode: string): Promise<OAuthTokens> {
  const { server, discovery, config, fetch, dpop } = options;
  const { metadata, authorizationServer, resource } = discovery;
  const session = await dpop?.session();
  const provider: OAuthClientProvider = {
    redirectUrl: undefined,
    clientMetadata: { redirect_uris: [] },
    clientInformation: () => client.information,
    tokens: () => undefined,
    saveTokens: () => {},
    redirectToAuthorization: () => {},
    saveCodeVerifier: () => {},
    codeVerifier: () => "",
    prepareTokenRequest: () => new URLSearchParams({ grant_type: deviceGrant, device_code: deviceCode }),
    ...(session && { dpop: () => session }),
  };
  return fetchToken(provider, authorizationServer, {
    ...(metadata && { metadata }),
    ...(resource !== undefined && { resource }),
    fetchFn: tokenFetch(server, fetch, config.parameters),
  });
}

/** The service does not answer for now: it is asked less often. */
const isTemporary = (error: unknown): boolean =>
  error instanceof HubError && (error.code === "transport" || error.code === "timeout");

const expired = (server: string): HubError =>
  signInFailed(server, message("device.expired", "the code expired before it was entered. Start the sign-in again"));
