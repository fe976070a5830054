import {
  computeScopeUnion,
  InsufficientScopeError,
  isDpopNonceChallenge,
  type OAuthTokens,
} from "@modelcontextprotocol/client";
import type { Answer, Authorization, Credentials, OutgoingRequest } from "../../core/auth/authorization";
import { type Account, serverKey } from "../../core/auth/credentialStore";
import { SingleFlight } from "../../core/auth/singleFlight";
import { isExpired, isExpiring, type TokenSet, tokenSetOf } from "../../core/auth/tokenSet";
import { HubError } from "../../core/hubError";
import { withinTime } from "../../core/timeLimit";
import { secretMask } from "../link/secretMask";
import { accountName } from "./accountName";
import { authorize } from "./authorize";
import { refusalOf } from "./challenge";
import { type Client, clientOf, knownClient, registeredClient } from "./client";
import { type Challenge, type Discovery, discover, isSameIssuer } from "./discovery";
import { DpopKey } from "./dpopKey";
import { guardedFetch } from "./guardedFetch";
import type { OAuthParts, OAuthServer } from "./oauthParts";
import { probe } from "./probe";
import { revoke } from "./revoke";
import { scopeToAsk } from "./scopes";
import { sendRefresh } from "./sendRefresh";
import { signInFailed, signInNeeded, toSignInError } from "./signInError";

/** A server that still asks for more after so many sign-ins is not asked a third time. */
const mostStepUps = 2;

/** The sign-in to one server: which tokens its requests carry, and what happens when they are refused. */
export class OAuthAuthorization implements Authorization {
  readonly key: string;
  private readonly flights = new SingleFlight<Account>();
  private readonly dpop: DpopKey | undefined;
  private held: { readonly account: string; readonly tokens: TokenSet } | undefined;
  private challenge: Challenge = {};
  private discovered: Discovery | undefined;
  /** What the server has asked for so far: each sign-in asks for all of it again. */
  private scope: string | undefined;

  constructor(
    private readonly at: OAuthServer,
    private readonly parts: OAuthParts,
  ) {
    this.key = serverKey(at.url.href);
    this.dpop = at.config.dpop ? new DpopKey() : undefined;
  }

  get account(): Account | undefined {
    return this.parts.store.account(this.key);
  }

  async credentials(request: OutgoingRequest, signal?: AbortSignal): Promise<Credentials> {
    const tokens = await this.tokens(signal);
    if (!tokens) return { headers: {} };
    if (tokens.tokenType.toLowerCase() !== "dpop" || !this.dpop)
      return { headers: { authorization: `Bearer ${tokens.accessToken}` } };
    const session = await this.dpop.session();
    const { accessToken } = tokens;
    const dpop = await session.buildProof({ htm: request.method, htu: request.url, accessToken });
    return { headers: { authorization: `DPoP ${accessToken}`, dpop } };
  }

  async refused(answer: Answer, used: Credentials, tries: number, signal?: AbortSignal): Promise<boolean> {
    if (answer.status === 403) return this.stepUp(answer, tries, signal);
    const { scope, resourceMetadataUrl } = refusalOf(answer);
    if (this.dpop && tries === 0 && used.headers.dpop && isNonceChallenge(answer)) return true;
    this.challenge = { scope, resourceMetadataUrl };
    this.scope = computeScopeUnion(this.scope, scope);
    const sent = used.headers.authorization?.replace(/^\w+\s+/, "");
    const tokens = await this.tokens(signal);
    if (tokens && tokens.accessToken !== sent) return true;
    if (!tokens) return this.signInOrSay("it wants to know who you are", signal);

    // Whoever refuses a token may have moved to another sign-in service: what was known of the old one is not used again.
    this.discovered = undefined;
    const { issuer } = await this.discovery(signal);
    if (!isSameIssuer(issuer, tokens.issuer))
      return this.signInOrSay("it has moved to another sign-in service", signal);
    if (tries > 0) return this.signInOrSay("it does not accept the token that it was just given", signal);
    const renewed = await this.renew(tokens, signal);
    return renewed !== undefined || this.signInOrSay("the sign-in has ended", signal);
  }

  heard(answer: Answer, { url }: OutgoingRequest): void {
    const nonce = this.dpop && answer.header("dpop-nonce");
    if (nonce) void this.dpop?.session().then((session) => session.rememberNonce(url, nonce));
  }

  secrets(): readonly string[] {
    const { tokens } = this.held ?? {};
    return tokens ? [tokens.accessToken, ...(tokens.refreshToken === undefined ? [] : [tokens.refreshToken])] : [];
  }

  /** The person signs in; whoever asks meanwhile joins. `another`: as someone else than the present account. Rejects with a `HubError`. */
  signIn(signal: AbortSignal, another = false): Promise<Account> {
    return this.flights.run("sign-in", async () => {
      try {
        return await this.flow(signal, another);
      } catch (error) {
        throw secretMask(this.secrets()).error(toSignInError(this.at.server, error));
      }
    });
  }

  /** Ends the sign-in here, and where the authorization server lets it, there too (RFC 7009). Whether it did. */
  async signOut(signal: AbortSignal): Promise<boolean> {
    const { account } = this;
    if (!account) return false;
    const tokens = await this.parts.store.tokens(account);
    const isRevoked = tokens !== undefined && (await this.revoke(tokens, signal));
    await this.parts.store.remove(account);
    this.forget();
    return isRevoked;
  }

  /** What was known is asked for anew: another account, or none. */
  forget(): void {
    this.held = undefined;
    this.discovered = undefined;
    this.parts.changed?.(this.at.server);
  }

  /** Who issues tokens for the server, as it says now. */
  async discovery(signal?: AbortSignal): Promise<Discovery> {
    const { server, url, config } = this.at;
    this.discovered ??= await discover({
      server,
      serverUrl: url,
      challenge: this.challenge,
      issuer: config.issuer,
      fetch: this.fetch(signal),
    });
    return this.discovered;
  }

  private fetch(signal?: AbortSignal) {
    const { server, url, config } = this.at;
    const { clock, resolve, fetch } = this.parts;
    return guardedFetch({
      server,
      serverUrl: url,
      clock,
      allowPrivate: config.allowPrivateAddresses,
      signal,
      resolve,
      fetch,
    });
  }

  /** The tokens to use now: fresh ones where the old ones are about to end. */
  private async tokens(signal?: AbortSignal): Promise<TokenSet | undefined> {
    const { account } = this;
    if (!account) {
      this.held = undefined;
      return undefined;
    }
    if (this.held?.account !== account.id) {
      const stored = await this.parts.store.tokens(account);
      this.held = stored && { account: account.id, tokens: stored };
    }
    const { tokens } = this.held ?? {};
    if (!tokens || !isExpiring(tokens, this.parts.clock.now()) || tokens.refreshToken === undefined) return tokens;
    try {
      return await this.renew(tokens, signal);
    } catch (error) {
      // What is still good is used: the sign-in service may be back before it ends.
      if (isExpired(tokens, this.parts.clock.now())) throw error;
      return tokens;
    }
  }

  /** Newer tokens; `undefined` where only the person can get some. Rejects where the sign-in service cannot be reached for now. */
  private async renew(used: TokenSet, signal?: AbortSignal): Promise<TokenSet | undefined> {
    const { account, parts, dpop } = this;
    if (!account) return undefined;
    const renewed = await parts.refresher.newer(account, used, async (tokens) => {
      const discovery = await this.discovery(signal);
      if (!isSameIssuer(discovery.issuer, tokens.issuer)) return { kind: "revoked" };
      const client = await this.clientFor(discovery, tokens.clientId);
      if (!client) return { kind: "unknown-client" };
      return sendRefresh({ server: this.at.server, discovery, client, fetch: this.fetch(), clock: parts.clock, dpop })(
        tokens,
      );
    });
    switch (renewed.kind) {
      case "tokens":
        this.held = { account: account.id, tokens: renewed.tokens };
        return renewed.tokens;
      case "refused":
        throw secretMask(this.secrets()).error(renewed.error);
      case "unknown-client":
        await parts.store.dropRegistration(used.issuer, this.way);
        this.held = undefined;
        return undefined;
      case "signed-out":
        this.held = undefined;
        return undefined;
      case "not-refreshable":
        return undefined;
    }
  }

  private get way(): "loopback" | "editor" {
    return this.at.config.redirect ?? "loopback";
  }

  /** The client that got these tokens; `undefined` where the hub is another one by now. */
  private async clientFor(discovery: Discovery, clientId: string): Promise<Client | undefined> {
    const { store, clock } = this.parts;
    const known = knownClient({ config: this.at.config, discovery });
    if (known) return known.information.client_id === clientId ? known : undefined;
    const registered = await registeredClient({ discovery, store, now: clock.now() }, this.way);
    return registered?.clientId === clientId ? clientOf(registered) : undefined;
  }

  private async stepUp(answer: Answer, tries: number, signal?: AbortSignal): Promise<boolean> {
    const { error, scope, resourceMetadataUrl } = refusalOf(answer);
    if (error !== "insufficient_scope") return false;
    const tokens = await this.tokens(signal);
    this.scope = computeScopeUnion(this.scope, tokens?.scope, scope);
    this.challenge = { scope, resourceMetadataUrl };
    const cause = new InsufficientScopeError(scope === undefined ? {} : { requiredScope: scope });
    if (tries >= mostStepUps)
      throw signInFailed(this.at.server, `it asks for more (${scope ?? "more rights"}) after each sign-in`, cause);
    if (this.mayBegin) return this.begin(signal);
    const { server } = this.at;
    throw new HubError(
      "needs-auth",
      `"${server}" wants more rights for this: ${scope ?? "it does not say which"}. Run "MCP Hub: Sign In" to give them, then try again.`,
      { cause, sent: "no" },
    );
  }

  private get mayBegin(): boolean {
    return this.parts.unasked === true && this.parts.open !== undefined;
  }

  private async signInOrSay(why: string, signal?: AbortSignal): Promise<boolean> {
    this.held = undefined;
    if (this.mayBegin) return this.begin(signal);
    throw signInNeeded(this.at.server, why);
  }

  private async begin(signal: AbortSignal = new AbortController().signal): Promise<boolean> {
    await this.signIn(signal);
    return true;
  }

  private async flow(signal: AbortSignal, another: boolean): Promise<Account> {
    const { at, parts } = this;
    const { server, url, config } = at;
    const { open } = parts;
    const openRedirect = config.redirect === "editor" ? parts.redirects.editor : parts.redirects.loopback;
    if (!open || !openRedirect) throw signInFailed(server, "there is no browser here");
    if (!this.challenge.resourceMetadataUrl && !this.challenge.scope)
      this.challenge = await probe(url, parts.fetch ?? fetch, signal);
    this.discovered = undefined;
    const discovery = await this.discovery(signal);
    const scope = scopeToAsk(discovery, { configured: config.scopes, challenged: this.scope ?? this.challenge.scope });
    const limitMs = parts.limitMs();
    const limit = {
      clock: parts.clock,
      signal,
      idleMs: limitMs,
      what: `Signing in to "${server}"`,
      onTimeout: () =>
        signInFailed(server, `nothing came back from the browser within ${Math.round(limitMs / 60_000)} minutes`),
    };
    const { store, clock } = parts;
    const grant = await withinTime(limit, (within) =>
      authorize({
        server,
        config,
        discovery,
        scope,
        store,
        clock,
        fetch: this.fetch(within),
        open,
        openRedirect,
        dpop: this.dpop,
        signal: within,
      }),
    );
    try {
      const account = await this.signedIn(discovery, grant.tokens, grant, another);
      grant.finish({ ok: true, text: `You are signed in to ${server} as ${account.name}.` });
      return account;
    } finally {
      grant.dispose();
    }
  }

  private async signedIn(
    { issuer }: Discovery,
    answer: OAuthTokens,
    { clientId, scope }: { readonly clientId: string; readonly scope: string | undefined },
    another: boolean,
  ): Promise<Account> {
    const { store, refresher, clock } = this.parts;
    const accounts = store.accounts(this.key);
    const name = accountName(answer);
    const same = accounts.find((one) => isSameIssuer(one.issuer, issuer) && one.name === name);
    const present = another || name !== undefined ? undefined : this.account;
    const known = same ?? (present && isSameIssuer(present.issuer, issuer) ? present : undefined);
    const account: Account = known ?? {
      id: crypto.randomUUID(),
      name: name ?? `account ${accounts.length + 1}`,
      issuer,
      server: this.key,
    };
    const tokens = tokenSetOf(answer, { issuer, clientId, now: clock.now(), scope });
    this.held = { account: account.id, tokens: await refresher.signedIn(account, tokens) };
    await store.add(account);
    await store.bind(this.key, account.id);
    this.parts.changed?.(this.at.server);
    return account;
  }

  private async revoke(tokens: TokenSet, signal: AbortSignal): Promise<boolean> {
    try {
      const discovery = await this.discovery(signal);
      const client = await this.clientFor(discovery, tokens.clientId);
      return client !== undefined && (await revoke(discovery, client, tokens, this.fetch(signal)));
    } catch (error) {
      if (error instanceof HubError) return false; // out of reach: the tokens end here all the same
      throw error;
    }
  }
}

function isNonceChallenge(answer: Answer): boolean {
  const header = answer.header("www-authenticate") ?? "";
  return isDpopNonceChallenge(new Response(null, { status: answer.status, headers: { "www-authenticate": header } }));
}
