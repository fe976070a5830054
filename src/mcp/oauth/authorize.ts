import {
  exchangeAuthorization,
  type FetchLike,
  isStrictScopeSuperset,
  OAuthError,
  OAuthErrorCode,
  type OAuthTokens,
  startAuthorization,
  validateAuthorizationResponseIssuer,
} from "@modelcontextprotocol/client";
import type { CredentialStore } from "../../core/auth/credentialStore";
import type { OpenRedirect, Redirect, RedirectAnswer } from "../../core/auth/redirect";
import { retryTemporary } from "../../core/auth/retryTemporary";
import type { AuthOf } from "../../core/config/schema/authConfig";
import type { Clock } from "../../core/kernel/clock";
import { abortError, HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { completePage } from "./browser/authorizationPage";
import { checkPage, RefusedRedirect, StaleClient } from "./browser/checkPage";
import { checkReach, type Reach } from "./checkReach";
import { type Client, clientOf, knownClient, register, registeredClient } from "./client";
import type { Discovery } from "./discovery";
import { tokenFetch } from "./documents/answers";
import { isTenantOf } from "./documents/issuers";
import type { DpopKey } from "./dpopKey";
import { type SignInStep, signInFailed, signingIn, toSignInError } from "./signInError";

export interface AuthorizeOptions {
  readonly server: string;
  readonly config: Omit<AuthOf<"oauth">, "type">;
  readonly discovery: Discovery;
  readonly scope: string | undefined;
  readonly store: CredentialStore;
  readonly clock: Clock;
  readonly fetch: FetchLike;
  readonly reach: Reach;
  /** Opens the page for the person; may settle at any time, and with `false` where the person did not let it. */
  readonly open: (url: string) => Promise<unknown>;
  readonly openRedirect: OpenRedirect;
  /** The kind of redirect: a client is registered for one of them. */
  readonly redirectKind: "loopback" | "editor";
  readonly dpop?: DpopKey | undefined;
  /** The client of an earlier sign-in in this window: it is known to be valid. */
  readonly provenClient?: string | undefined;
  /** The person wants another account than the one that the sign-in service may remember. */
  readonly another: boolean;
  /** Called with each step as it begins. */
  readonly reached: (step: SignInStep) => void;
  readonly signal: AbortSignal;
}

/** The tokens that the person has granted. */
export interface IssuedTokens {
  readonly tokens: OAuthTokens;
  readonly client: Client;
  /** The requested scope. */
  readonly scope: string | undefined;
  /** Completes the page in the browser; called once the tokens are stored. */
  readonly finish: RedirectAnswer["finish"];
  /** Closes the redirect. */
  readonly dispose: () => void;
}

type RedirectHost = AuthorizeOptions["config"]["redirectHost"];

/** The person signs in: PKCE, `state` and `iss` checked (OAuth 2.1, section 4.1; RFC 9207). Rejects with a `HubError`. */
export async function authorize(options: AuthorizeOptions): Promise<IssuedTokens> {
  const { redirectHost } = options.config;
  try {
    return await attempt(options, false, redirectHost);
  } catch (error) {
    if (error instanceof StaleClient) return await attempt(options, true, redirectHost);
    if (!(error instanceof RefusedRedirect)) throw error;
    // Most clients are registered for one of two names of this machine, and services compare them as text.
    if (redirectHost === undefined && options.redirectKind === "loopback")
      return await attempt(options, false, "localhost").catch((second: unknown) => {
        throw second instanceof RefusedRedirect ? error.failure : second;
      });
    throw error.failure;
  }
}

async function attempt(options: AuthorizeOptions, registersAgain: boolean, host: RedirectHost): Promise<IssuedTokens> {
  const { config, discovery, store, openRedirect, server, redirectKind, reached } = options;
  reached("Authorization");
  if (registersAgain) await store.dropRegistration(discovery.issuer, redirectKind);
  const known = knownClient(options);
  const registered = known
    ? undefined
    : await registeredClient({ discovery, store, now: options.clock.now() }, redirectKind);
  const { redirectPorts: ports, redirectPath: path } = config;
  const redirect = await openRedirect({ registered: registered?.redirectUri, ports, host, path });
  try {
    // The registration no longer fits where another program has taken its port meanwhile, or where more is requested than it covers.
    const isEnough = !isStrictScopeSuperset(options.scope, registered?.scope ?? options.scope);
    const fits = registered?.redirectUri === redirect.uri && isEnough ? registered : undefined;
    const asked = { ...options, now: options.clock.now() };
    if (!known && !fits) reached("Registration");
    const client = known ?? (fits ? clientOf(fits) : await register(asked, redirectKind, redirect.uri, options.scope));
    reached("Authorization");
    return await withClient(options, client, redirect, fits !== undefined && fits.clientId !== options.provenClient);
  } catch (error) {
    redirect.dispose();
    throw error instanceof StaleClient || error instanceof RefusedRedirect ? error : toSignInError(server, error);
  }
}

async function withClient(
  options: AuthorizeOptions,
  client: Client,
  redirect: Redirect,
  mayBeStale: boolean,
): Promise<IssuedTokens> {
  const { server, discovery, scope, fetch, clock, signal } = options;
  const { metadata, authorizationServer, resource } = discovery;
  const state = `${crypto.randomUUID()}${crypto.randomUUID()}`;
  const { authorizationUrl, codeVerifier } = await startAuthorization(authorizationServer, {
    ...(metadata && { metadata }),
    clientInformation: client.information,
    redirectUrl: redirect.uri,
    state,
    ...(scope !== undefined && { scope }),
    ...(resource !== undefined && { resource }),
  });
  completePage(authorizationUrl, options);
  await checkReach(options.reach, authorizationUrl); // the browser goes there without a further check
  await checkPage(options, client, redirect, authorizationUrl, mayBeStale);
  if (signal.aborted) throw abortError(signal, signingIn(server)); // no page is opened for a canceled sign-in

  const answered = redirect.answer(state, signal);
  const opened = options.open(authorizationUrl.href);
  const failedToOpen = opened.then(
    (isOpened) => {
      if (isOpened !== false) return new Promise<never>(() => {});
      throw signInFailed(server, message("signIn.notOpened", "the page was not opened in the browser"));
    },
    (error: unknown) => {
      throw toSignInError(server, error);
    },
  );
  const answer = await Promise.race([answered, failedToOpen]);
  try {
    const code = codeOf(options, answer.params, mayBeStale);
    options.reached("Token");
    const answeredBy = metadata && { ...metadata, issuer: issuerIn(answer.params, metadata.issuer) };
    const dpop = await options.dpop?.session();
    const exchange = () =>
      exchangeAuthorization(authorizationServer, {
        ...(answeredBy && { metadata: answeredBy }),
        clientInformation: client.information,
        authorizationCode: code,
        ...issOf(answer.params),
        codeVerifier,
        redirectUri: redirect.uri,
        ...(resource !== undefined && { resource }),
        ...(dpop && { dpop }),
        fetchFn: tokenFetch(server, fetch, options.config.parameters),
      }).catch((error: unknown) => {
        if (mayBeStale && isUnknownClient(error)) throw new StaleClient();
        const { client_secret: secret = "" } = client.information;
        throw toSignInError(server, error, [code, codeVerifier, state, secret]);
      });
    const tokens = await retryTemporary(exchange, { clock }, signal);
    return { tokens, client, scope, finish: answer.finish, dispose: () => redirect.dispose() };
  } catch (error) {
    answer.finish({
      ok: false,
      text: error instanceof HubError ? error.message : message("signIn.didNotSucceed", "The sign-in did not succeed."),
    });
    throw error;
  }
}

/**
 * The issuer that an answer must name: the one of the metadata, as it is written there (RFC 9207, section 2.4), or one of its tenants where
 * it stands for several.
 */
function issuerIn(params: URLSearchParams, issuer: string): string {
  const iss = params.get("iss");
  return iss !== null && iss.endsWith("/") === issuer.endsWith("/") && isTenantOf(iss, issuer) ? iss : issuer;
}

/** The code in an answer whose sender has been checked. Throws where the person, or the authorization server, refused. */
function codeOf({ server, discovery }: AuthorizeOptions, params: URLSearchParams, mayBeStale: boolean): string {
  const { metadata } = discovery;
  // Checked before anything else, errors included: the answer may come from another server (RFC 9207, section 2.4).
  validateAuthorizationResponseIssuer({
    iss: params.get("iss") ?? undefined,
    expectedIssuer: metadata && issuerIn(params, metadata.issuer),
    issParameterSupported:
      metadata !== undefined && Reflect.get(metadata, "authorization_response_iss_parameter_supported") === true,
  });
  const error = params.get("error");
  if (error === null) {
    const code = params.get("code");
    if (code) return code;
    throw signInFailed(server, message("signIn.noCode", "the sign-in service sent no code"));
  }
  if (mayBeStale && (error === OAuthErrorCode.InvalidClient || error === OAuthErrorCode.UnauthorizedClient))
    throw new StaleClient();
  if (error === "access_denied")
    throw signInFailed(server, message("signIn.accessDenied", "access was denied in the browser"));
  const description = params.get("error_description");
  const detail = safeLine(description ? `${description} (${error})` : error, 300);
  throw signInFailed(server, message("signIn.serviceError", "the sign-in service answered with {detail}", { detail }));
}

function issOf(params: URLSearchParams): { iss?: string } {
  const iss = params.get("iss");
  return iss === null ? {} : { iss };
}

/** Whether an authorization server no longer knows the hub. */
export const isUnknownClient = (error: unknown): boolean =>
  error instanceof OAuthError &&
  (error.code === OAuthErrorCode.InvalidClient || error.code === OAuthErrorCode.UnauthorizedClient);
