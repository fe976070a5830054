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
import { checkReach, type Reach } from "./checkReach";
import { type Client, clientOf, knownClient, register, registeredClient } from "./client";
import type { Discovery } from "./discovery";
import type { DpopKey } from "./dpopKey";
import { type SignInStep, signInFailed, toSignInError } from "./signInError";

export interface AuthorizeOptions {
  readonly server: string;
  readonly config: Omit<AuthOf<"oauth">, "type">;
  readonly discovery: Discovery;
  readonly scope: string | undefined;
  readonly store: CredentialStore;
  readonly clock: Clock;
  readonly fetch: FetchLike;
  readonly reach: Reach;
  /** Opens the page for the person; settles whenever it likes. */
  readonly open: (url: string) => Promise<unknown>;
  readonly openRedirect: OpenRedirect;
  /** Which way back that is: a client is registered for one of them. */
  readonly way: "loopback" | "editor";
  readonly dpop?: DpopKey | undefined;
  /** The client that signed in before in this window: it is known to be good. */
  readonly provenClient?: string | undefined;
  /** The person wants to be someone else than the one that the sign-in service may remember. */
  readonly another: boolean;
  /** Hears each step as it begins. */
  readonly reached: (step: SignInStep) => void;
  readonly signal: AbortSignal;
}

/** What the person has granted. */
export interface Grant {
  readonly tokens: OAuthTokens;
  readonly client: Client;
  /** What was asked for. */
  readonly scope: string | undefined;
  /** Ends the page that the person looks at; called once the tokens are safe. */
  readonly finish: RedirectAnswer["finish"];
  /** Lets go of the way back. */
  readonly dispose: () => void;
}

/** The registration is one that the authorization server no longer knows. */
class StaleClient extends Error {}

/** The person signs in: PKCE, `state` and `iss` checked (OAuth 2.1, section 4.1; RFC 9207). Rejects with a `HubError`. */
export async function authorize(options: AuthorizeOptions): Promise<Grant> {
  try {
    return await attempt(options, false);
  } catch (error) {
    if (!(error instanceof StaleClient)) throw error;
    return await attempt(options, true);
  }
}

async function attempt(options: AuthorizeOptions, anew: boolean): Promise<Grant> {
  const { config, discovery, store, openRedirect, server, way, reached } = options;
  reached("Authorization");
  if (anew) await store.dropRegistration(discovery.issuer, way);
  const known = knownClient(options);
  const registered = known ? undefined : await registeredClient({ discovery, store, now: options.clock.now() }, way);
  const redirect = await openRedirect({ registered: registered?.redirectUri, ports: config.redirectPorts });
  try {
    // A port that another program has taken meanwhile is one that the registration does not fit any more.
    // Neither does what it did not say that it would ask for.
    const isEnough = !isStrictScopeSuperset(options.scope, registered?.scope ?? options.scope);
    const fits = registered?.redirectUri === redirect.uri && isEnough ? registered : undefined;
    const asked = { ...options, now: options.clock.now() };
    if (!known && !fits) reached("Registration");
    const client = known ?? (fits ? clientOf(fits) : await register(asked, way, redirect.uri, options.scope));
    reached("Authorization");
    return await withClient(options, client, redirect, fits !== undefined && fits.clientId !== options.provenClient);
  } catch (error) {
    redirect.dispose();
    throw error instanceof StaleClient ? error : toSignInError(server, error);
  }
}

async function withClient(
  options: AuthorizeOptions,
  client: Client,
  redirect: Redirect,
  mayBeStale: boolean,
): Promise<Grant> {
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
  if (options.another) askWho(authorizationUrl, metadata);
  await checkReach(options.reach, authorizationUrl); // the browser would go there unasked
  // A page that only says "unknown client" never comes back: asked beforehand, the person does not get to see it.
  if (mayBeStale && (await isStaleClient(authorizationUrl, fetch))) throw new StaleClient();
  if (signal.aborted) throw abortError(signal, `Signing in to "${server}"`); // nobody waits for a page any more

  const answered = redirect.answer(state, signal);
  const opened = options.open(authorizationUrl.href);
  const failedToOpen = opened.then(
    () => new Promise<never>(() => {}),
    (error: unknown) => {
      throw toSignInError(server, error);
    },
  );
  const answer = await Promise.race([answered, failedToOpen]);
  try {
    const code = codeOf(options, answer.params, mayBeStale);
    options.reached("Token");
    const dpop = await options.dpop?.session();
    const exchange = () =>
      exchangeAuthorization(authorizationServer, {
        ...(metadata && { metadata }),
        clientInformation: client.information,
        authorizationCode: code,
        ...issOf(answer.params),
        codeVerifier,
        redirectUri: redirect.uri,
        ...(resource !== undefined && { resource }),
        ...(dpop && { dpop }),
        fetchFn: fetch,
      }).catch((error: unknown) => {
        if (mayBeStale && isUnknownClient(error)) throw new StaleClient();
        const { client_secret: secret = "" } = client.information;
        throw toSignInError(server, error, [code, codeVerifier, state, secret]);
      });
    const tokens = await retryTemporary(exchange, { clock }, signal);
    return { tokens, client, scope, finish: answer.finish, dispose: () => redirect.dispose() };
  } catch (error) {
    answer.finish({ ok: false, text: error instanceof HubError ? error.message : "The sign-in did not succeed." });
    throw error;
  }
}

/** Who remembers the person from before would answer for them: it is told to ask (OpenID Connect Core, section 3.1.2.1). */
function askWho({ searchParams }: URL, metadata: Discovery["metadata"]): void {
  const known: unknown = metadata && Reflect.get(metadata, "prompt_values_supported");
  const choice = Array.isArray(known) && known.includes("select_account") ? "select_account" : "login";
  const others = searchParams.get("prompt")?.split(" ") ?? [];
  searchParams.set("prompt", [...new Set([choice, ...others])].join(" "));
}

/** The code in an answer whose sender has been checked. Rejects where the person, or the authorization server, said no. */
function codeOf({ server, discovery }: AuthorizeOptions, params: URLSearchParams, mayBeStale: boolean): string {
  const { metadata } = discovery;
  // Before anything else is believed, an error included: the answer may come from another server (RFC 9207, section 2.4).
  validateAuthorizationResponseIssuer({
    iss: params.get("iss") ?? undefined,
    expectedIssuer: metadata?.issuer,
    issParameterSupported:
      metadata !== undefined && Reflect.get(metadata, "authorization_response_iss_parameter_supported") === true,
  });
  const error = params.get("error");
  if (error === null) {
    const code = params.get("code");
    if (code) return code;
    throw signInFailed(server, "the sign-in service sent no code");
  }
  if (mayBeStale && (error === OAuthErrorCode.InvalidClient || error === OAuthErrorCode.UnauthorizedClient))
    throw new StaleClient();
  if (error === "access_denied") throw signInFailed(server, "access was denied in the browser");
  const said = params.get("error_description");
  throw signInFailed(server, `the sign-in service said ${safeLine(said ? `${said} (${error})` : error, 300)}`);
}

function issOf(params: URLSearchParams): { iss?: string } {
  const iss = params.get("iss");
  return iss === null ? {} : { iss };
}

/** Whether an authorization server does not know the hub any more. */
export const isUnknownClient = (error: unknown): boolean =>
  error instanceof OAuthError &&
  (error.code === OAuthErrorCode.InvalidClient || error.code === OAuthErrorCode.UnauthorizedClient);

/**
 * Whether an authorization server refuses a registered client on sight: it must not send the browser back to an address that it does not
 * know (RFC 6749, section 4.1.2.1), so nobody would ever hear of it. Anything that is not clearly that counts as good.
 */
async function isStaleClient(authorizationUrl: URL, fetch: FetchLike): Promise<boolean> {
  try {
    const response = await fetch(authorizationUrl, { redirect: "manual", headers: { accept: "text/html" } });
    if (response.status < 400 || response.status >= 500) return false;
    return /invalid_client|unauthorized_client|unknown client|client.{0,40}(not found|unknown|invalid)|redirect_uri/i.test(
      await response.text(),
    );
  } catch {
    return false; // the browser may reach what this process cannot
  }
}
