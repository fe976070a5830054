import { InsufficientScopeError, isDpopNonceChallenge } from "@modelcontextprotocol/client";
import type { Authorization, AuthResponse, Credentials, OutgoingRequest } from "../../core/auth/authorization";
import type { Account } from "../../core/auth/credentialStore";
import type { TokenSet } from "../../core/auth/tokenSet";
import { neverAborted } from "../../core/kernel/abortSignals";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { SingleFlight } from "../../core/kernel/singleFlight";
import { secretMask } from "../wire/secretMask";
import { refusalOf } from "./challenge";
import { type Discovery, isSameIssuer } from "./discovery";
import { HeldTokens } from "./heldTokens";
import type { OAuthParts, OAuthServer } from "./oauthParts";
import { OAuthSite } from "./oauthSite";
import { revoke } from "./revoke";
import type { SignInFailure, SignInStep } from "./signInError";
import { signInFailed, signInNeeded, toSignInError } from "./signInError";
import { signInFlow } from "./signInFlow";

/** A server that still asks for the same after so many sign-ins is not signed in to for it again, until the person wants it. */
const mostStepUps = 2;
/** A server that asks for ever other rights is not followed for ever. */
const mostKindsOfStepUp = 20;

/** The sign-in to one server: which tokens its requests carry, and what happens when they are refused. */
export class OAuthAuthorization implements Authorization {
  private readonly site: OAuthSite;
  private readonly held: HeldTokens;
  private readonly flights = new SingleFlight<Account>();
  /** Sign-ins that began by themselves, by what the server asked for. */
  private readonly stepUps = new Map<string, number>();
  /** The client of the last sign-in: it is not stale. */
  private provenClient: string | undefined;
  private failure: SignInFailure | undefined;

  constructor(at: OAuthServer, parts: OAuthParts) {
    this.site = new OAuthSite(at, parts);
    this.held = new HeldTokens(this.site);
  }

  /** Which server tokens are for. */
  get key(): string {
    return this.site.key;
  }

  get account(): Account | undefined {
    return this.site.account;
  }

  /** How the last sign-in in this window failed; `undefined` once one has succeeded. */
  get lastFailure(): SignInFailure | undefined {
    return this.failure;
  }

  async credentials(request: OutgoingRequest, signal?: AbortSignal): Promise<Credentials> {
    const tokens = await this.held.current(signal);
    if (!tokens) return { headers: {} };
    const { accessToken, tokenType, dpopKey } = tokens;
    const { dpop: key } = this.site;
    if (tokenType.toLowerCase() !== "dpop" || !key) return { headers: { authorization: `Bearer ${accessToken}` } };
    const session = await key.session(dpopKey);
    const dpop = await session.buildProof({ htm: request.method, htu: request.url, accessToken });
    return { headers: { authorization: `DPoP ${accessToken}`, dpop } };
  }

  async refused(answer: AuthResponse, used: Credentials, tries: number, signal?: AbortSignal): Promise<boolean> {
    if (answer.status === 403) return this.stepUp(answer, signal);
    if (tries === 0 && used.headers.dpop !== undefined && isNonceChallenge(answer)) return true;
    const { site } = this;
    site.challenged(refusalOf(answer));
    const sent = used.headers.authorization?.replace(/^\w+\s+/, "");
    const tokens = await this.held.current(signal);
    if (!tokens) return this.signInOrSay("it wants to know who you are", signal);
    if (tokens.accessToken !== sent) return true;

    // Whoever refuses a token may have moved to another sign-in service: what was known of the old one is not used again.
    const { issuer } = await site.discoverAnew();
    const present = await this.held.current(signal);
    if (present && present.accessToken !== sent) return true; // another call has had them renewed meanwhile
    if (!isSameIssuer(issuer, tokens.issuer))
      return this.signInOrSay("it has moved to another sign-in service", signal);
    if (tries > 0) return this.signInOrSay("it does not accept the token that it was just given", signal);
    const renewed = await this.held.renew(tokens, signal);
    return renewed !== undefined || this.signInOrSay("the sign-in has ended", signal);
  }

  observe(answer: AuthResponse, { url }: OutgoingRequest): void {
    const nonce = this.site.dpop && answer.header("dpop-nonce");
    if (nonce) void this.site.dpop?.session().then((session) => session.rememberNonce(url, nonce));
  }

  secrets(): readonly string[] {
    return this.held.secrets();
  }

  /** The person signs in; whoever asks meanwhile joins. `another`: as someone else than the present account. Rejects with a `HubError`. */
  signIn(signal: AbortSignal, another = false): Promise<Account> {
    this.stepUps.clear();
    this.provenClient = undefined; // that much time may have passed that the authorization server has forgotten it
    return this.begin(signal, another);
  }

  /** Ends the sign-in here and, where the authorization server lets it, there too (RFC 7009). Whether it did. */
  async signOut(signal: AbortSignal): Promise<boolean> {
    const { account } = this;
    if (!account) return false;
    const { store } = this.site.parts;
    const tokens = await store.tokens(account);
    const isRevoked = tokens !== undefined && (await this.revoke(tokens, signal));
    this.forget(); // first: what goes from storage is no news then
    await store.remove(account);
    return isRevoked;
  }

  /** Tells the authorization server that no account of this server is used any more (RFC 7009). With how many that worked. */
  async revokeAll(signal: AbortSignal): Promise<number> {
    const { store } = this.site.parts;
    let told = 0;
    for (const account of store.accounts(this.key)) {
      const tokens = await store.tokens(account);
      if (tokens && (await this.revoke(tokens, signal))) told++;
    }
    return told;
  }

  /** Another window may have signed in or out: see `HeldTokens.lookAgain`. */
  async lookAgain(key: string) {
    const found = await this.held.lookAgain(key);
    if (found?.isNew && found.signedIn) this.failure = undefined;
    return found;
  }

  /** Another account was chosen, or all are forgotten: what was known is asked for anew. */
  forget(): void {
    this.held.forget();
    this.site.forgetDiscovery();
    this.provenClient = undefined;
    this.failure = undefined;
  }

  /** Who issues tokens for the server, as it says now; found as a sign-in finds it. */
  async discoverAnew(signal: AbortSignal): Promise<Discovery> {
    await this.site.askHow(signal);
    this.site.forgetDiscovery();
    return this.site.discovery(signal);
  }

  private begin(signal: AbortSignal, another: boolean): Promise<Account> {
    return this.flights.run("sign-in", async () => {
      let step: SignInStep = "Authorization"; // where there is no browser, no other one is reached
      const reached = (next: SignInStep) => {
        step = next;
      };
      try {
        const { provenClient } = this;
        const { account, clientId } = await signInFlow(this.site, { another, provenClient, reached, signal });
        this.provenClient = clientId;
        this.failure = undefined;
        this.held.forget();
        return account;
      } catch (error) {
        const told = secretMask(this.secrets()).error(toSignInError(this.site.server, error));
        this.failure = { step, text: told.message };
        throw told;
      }
    });
  }

  /** The server wants more rights for one request (specification, authorization, step-up): the union of all that was asked for. */
  private async stepUp(answer: AuthResponse, signal?: AbortSignal): Promise<boolean> {
    const { error, ...challenge } = refusalOf(answer);
    if (error !== "insufficient_scope") return false;
    const { server } = this.site;
    const { scope } = challenge;
    this.site.challenged(challenge, (await this.held.current(signal))?.scope);
    const cause = new InsufficientScopeError(scope === undefined ? {} : { requiredScope: scope });
    const asked = safeLine(scope ?? "", 300);
    const times = this.stepUps.get(asked) ?? 0;
    if (times >= mostStepUps || (times === 0 && this.stepUps.size >= mostKindsOfStepUp))
      throw signInFailed(server, `it asks for more (${asked || "it does not say what"}) after each sign-in`, cause);
    if (this.mayBegin) {
      this.stepUps.set(asked, times + 1);
      return this.beginUnasked(signal);
    }
    throw new HubError(
      "needs-auth",
      `"${server}" wants more rights for this: ${asked || "it does not say which"}. Run "MCP Hub: Sign In" to give them, then try again.`,
      { cause, sent: "no" },
    );
  }

  private get mayBegin(): boolean {
    return this.site.parts.unasked === true && this.site.parts.open !== undefined;
  }

  private async signInOrSay(why: string, signal?: AbortSignal): Promise<boolean> {
    if (this.mayBegin) return this.beginUnasked(signal);
    this.held.forget();
    throw signInNeeded(this.site.server, why);
  }

  private async beginUnasked(signal: AbortSignal = neverAborted): Promise<boolean> {
    await this.begin(signal, false);
    return true;
  }

  private async revoke(tokens: TokenSet, signal: AbortSignal): Promise<boolean> {
    try {
      const discovery = await this.site.discovery(signal);
      const client = this.site.clientFor(discovery, tokens);
      return client !== undefined && (await revoke(discovery, client, tokens, this.site.fetch(signal)));
    } catch (error) {
      if (error instanceof HubError) return false; // out of reach: the tokens end here all the same
      throw error;
    }
  }
}

function isNonceChallenge(answer: AuthResponse): boolean {
  const header = answer.header("www-authenticate") ?? "";
  return isDpopNonceChallenge(new Response(null, { status: answer.status, headers: { "www-authenticate": header } }));
}
