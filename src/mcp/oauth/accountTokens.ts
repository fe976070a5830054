import { type FetchLike, OAuthError, OAuthErrorCode, refreshAuthorization } from "@modelcontextprotocol/client";
import type { Account } from "../../core/auth/credentialStore";
import type { SendRefresh } from "../../core/auth/refresher";
import { isExpired, isExpiring, type TokenSet, tokenSetOf } from "../../core/auth/tokenSet";
import type { AuthOf } from "../../core/config/schema/authConfig";
import { orAborted } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import type { HubError } from "../../core/kernel/hubError";
import { secretMask } from "../wire/secretMask";
import { isUnknownClient } from "./authorize";
import type { Client } from "./client";
import type { Discovery } from "./discovery";
import { tokenFetch } from "./documents/answers";
import { isSameIssuer } from "./documents/issuers";
import type { DpopKey } from "./dpopKey";
import type { OAuthContext } from "./oauthContext";
import { described, notRenewed, signingIn, toSignInError } from "./signInError";

/** The tokens of one server's present account, renewed before they expire. */
export class AccountTokens {
  private held: { readonly account: Account; readonly tokens: TokenSet } | undefined;
  /** Why the sign-in service did not renew the last ones: only the person can get others. */
  private refusal: HubError | undefined;

  constructor(private readonly context: OAuthContext) {}

  /** The tokens to use now; `undefined` where no account is signed in. Rejects where they have expired and cannot be renewed for now. */
  async current(signal?: AbortSignal): Promise<TokenSet | undefined> {
    const { account, parts } = this.context;
    if (!account) {
      this.held = undefined;
      return undefined;
    }
    if (this.held?.account.id !== account.id) {
      const stored = await parts.store.tokens(account);
      this.held = stored && { account, tokens: stored };
      if (stored) await parts.store.keep(this.context.key, account);
    }
    const { tokens } = this.held ?? {};
    if (!tokens || tokens.refreshToken === undefined || !isExpiring(tokens, parts.clock.now())) return tokens;
    try {
      // Where they are kept although they cannot be renewed, the server's response to them shows how to go on.
      return (await this.renew(tokens, signal)) ?? this.held?.tokens;
    } catch (error) {
      // Valid tokens are used: the sign-in service may be back before they expire.
      if (isExpired(tokens, parts.clock.now())) throw error;
      return tokens;
    }
  }

  /** Newer tokens than these; `undefined` where only the person can get them. Rejects where there are none for now, and at a cancel. */
  async renew(used: TokenSet, signal?: AbortSignal): Promise<TokenSet | undefined> {
    const { context } = this;
    const { account, parts, server, dpop } = context;
    if (!account) return undefined;
    const renewing = parts.refresher.newer(account, used, async (tokens) => {
      const discovery = await context.sharedDiscovery();
      if (!isSameIssuer(discovery.issuer, tokens.issuer)) {
        context.forgetDiscovery(); // it may be outdated
        return { kind: "elsewhere" };
      }
      const client = context.clientFor(discovery, tokens);
      if (!client) return { kind: "unknown-client" };
      const { config } = context.at;
      return sendRefresh({ server, config, discovery, client, fetch: context.fetch(), clock: parts.clock, dpop })(
        tokens,
      );
    });
    // Others wait for the same renewal: a canceled caller leaves it running.
    const renewed = await orAborted(renewing, signal, signingIn(server));
    if (renewed.kind !== "refused") this.refusal = undefined;
    switch (renewed.kind) {
      case "tokens":
        this.held = { account, tokens: renewed.tokens };
        return renewed.tokens;
      case "refused":
        this.refusal = secretMask(this.secrets()).error(renewed.error);
        return undefined;
      case "unknown-client":
        await this.dropRegistration(used);
        this.held = undefined;
        return undefined;
      case "signed-out":
        this.held = undefined;
        return undefined;
      case "elsewhere":
      case "not-refreshable":
        return undefined;
    }
  }

  /** The authorization server no longer knows this client; a newer registration stays. */
  private async dropRegistration({ issuer, clientId }: TokenSet): Promise<void> {
    const { store } = this.context.parts;
    const present = await store.registration(issuer, this.context.redirectKind);
    if (present?.clientId === clientId) await store.dropRegistration(issuer, this.context.redirectKind);
  }

  /**
   * Another window may have changed the stored tokens: reads them again. Settles with whether an account is signed in now, and whether that
   * is new; `undefined` where the key is not the one of these tokens.
   */
  async reloadTokens(key: string): Promise<{ readonly signedIn: boolean; readonly isNew: boolean } | undefined> {
    const { account: present, parts } = this.context;
    const before = this.held;
    // Where another window removed the account, only the tokens in memory still name it.
    const account = [before?.account, present].find((one) => one && parts.store.holdsTokens(key, one));
    if (!account) return undefined;
    const stored = await parts.store.tokens(account);
    const isOlder =
      stored && before && before.account.id === account.id && stored.generation < before.tokens.generation;
    if (!isOlder) this.held = stored && { account, tokens: stored };
    return { signedIn: stored !== undefined, isNew: (stored === undefined) !== (before === undefined) };
  }

  /** The next request reads the stored tokens again. */
  forget(): void {
    this.held = undefined;
  }

  /** The same after a sign-in: what was refused before no longer counts. */
  begin(): void {
    this.forget();
    this.refusal = undefined;
  }

  /** Why the last tokens were not renewed, where the sign-in service said so. */
  get whyNotRenewed(): HubError | undefined {
    return this.refusal;
  }

  secrets(): readonly string[] {
    const { accessToken, refreshToken } = this.held?.tokens ?? {};
    return [accessToken, refreshToken].filter((token) => token !== undefined);
  }
}

interface RefreshRequest {
  readonly server: string;
  readonly config: Omit<AuthOf<"oauth">, "type">;
  readonly discovery: Discovery;
  readonly client: Client;
  readonly fetch: FetchLike;
  readonly clock: Clock;
  readonly dpop?: DpopKey | undefined;
}

/**
 * One refresh request (RFC 6749, section 6). Only `invalid_grant` means that the sign-in is over; any other refusal, in whatever words and with
 * whatever status, only that these tokens are not renewed.
 */
const sendRefresh =
  ({ server, config, discovery, client, fetch, clock, dpop }: RefreshRequest): SendRefresh =>
  async (tokens) => {
    const { metadata, authorizationServer, issuer, resource } = discovery;
    const session = await dpop?.session(tokens.dpopKey);
    try {
      const answer = await refreshAuthorization(authorizationServer, {
        ...(metadata && { metadata }),
        clientInformation: client.information,
        refreshToken: tokens.refreshToken ?? "",
        ...(resource !== undefined && { resource }),
        ...(session && { dpop: session }),
        ...(config.refreshScope && tokens.scope !== undefined && { scope: tokens.scope }),
        fetchFn: tokenFetch(server, fetch, config.parameters),
      });
      const at = { issuer, clientId: tokens.clientId, now: clock.now() };
      return { kind: "tokens", tokens: tokenSetOf(answer, at, tokens) };
    } catch (error) {
      if (error instanceof OAuthError && error.code === OAuthErrorCode.InvalidGrant) return { kind: "revoked" };
      if (isUnknownClient(error)) return { kind: "unknown-client" };
      const { client_secret: secret = "" } = client.information;
      const secrets = [tokens.refreshToken ?? "", tokens.accessToken, secret];
      if (error instanceof OAuthError) return { kind: "refused", error: notRenewed(server, described(error), secrets) };
      const failure = toSignInError(server, error, secrets);
      if (failure.code !== "needs-auth") throw failure;
      return { kind: "refused", error: failure };
    }
  };
