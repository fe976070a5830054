import { InsufficientScopeError, isDpopNonceChallenge } from "@modelcontextprotocol/client";
import type { Authorization, AuthResponse, Credentials, OutgoingRequest } from "../../core/auth/authorization";
import type { Account } from "../../core/auth/credentialStore";
import type { TokenSet } from "../../core/auth/tokenSet";
import { neverAborted } from "../../core/kernel/abortSignals";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { SingleFlight } from "../../core/kernel/singleFlight";
import { message } from "../../protocol/message";
import { secretMask } from "../wire/secretMask";
import { AccountTokens } from "./accountTokens";
import { type Refusal, refusalOf } from "./challenge";
import type { Discovery } from "./discovery";
import { isSameIssuer } from "./documents/issuers";
import { OAuthContext } from "./oauthContext";
import type { OAuthParts, OAuthServer } from "./oauthParts";
import { revoke } from "./revoke";
import type { SignInFailure, SignInStep } from "./signInError";
import { doctorText, moreRights, noSignInOffered, signInFailed, signInNeeded, toSignInError } from "./signInError";
import { signInFlow } from "./signInFlow";

/** After so many sign-ins for the same rights, no further sign-in begins by itself. */
const maxStepUps = 2;
/** The most different rights for which a sign-in begins by itself. */
const maxKindsOfStepUp = 20;

/** The sign-in to one server: which tokens its requests carry, and what happens when they are refused. */
export class OAuthAuthorization implements Authorization {
  private readonly context: OAuthContext;
  private readonly accountTokens: AccountTokens;
  private readonly flights = new SingleFlight<Account>();
  /** Sign-ins that began by themselves, by the requested scope. */
  private readonly stepUps = new Map<string, number>();
  /** The client of the last sign-in: it is not stale. */
  private provenClient: string | undefined;
  private failure: SignInFailure | undefined;

  constructor(at: OAuthServer, parts: OAuthParts) {
    this.context = new OAuthContext(at, parts);
    this.accountTokens = new AccountTokens(this.context);
  }

  /** The server that the tokens are for. */
  get key(): string {
    return this.context.key;
  }

  get account(): Account | undefined {
    return this.context.account;
  }

  /** How the last sign-in in this window failed; `undefined` once one has succeeded. */
  get lastFailure(): SignInFailure | undefined {
    return this.failure;
  }

  async credentials(request: OutgoingRequest, signal?: AbortSignal): Promise<Credentials> {
    const tokens = await this.accountTokens.current(signal);
    if (!tokens) return { headers: {} };
    const { accessToken, tokenType, dpopKey } = tokens;
    const { dpop: key } = this.context;
    if (tokenType.toLowerCase() !== "dpop" || !key) return { headers: { authorization: `Bearer ${accessToken}` } };
    const session = await key.session(dpopKey);
    const dpop = await session.buildProof({ htm: request.method, htu: request.url, accessToken });
    return { headers: { authorization: `DPoP ${accessToken}`, dpop } };
  }

  async refused(answer: AuthResponse, used: Credentials, tries: number, signal?: AbortSignal): Promise<boolean> {
    const { context } = this;
    const refusal = refusalOf(answer, context.at.url);
    // Some servers mean "sign in" by a 403 where they got no token.
    const isSignInMeant = used.headers.authorization === undefined && refusal.asksForToken;
    if (answer.status === 403 && (!isSignInMeant || refusal.error === "insufficient_scope"))
      return this.stepUp(refusal, signal);
    if (tries === 0 && used.headers.dpop !== undefined && isNonceChallenge(answer)) return true;
    context.challenged(refusal);
    const sent = used.headers.authorization?.replace(/^\w+\s+/, "");
    const tokens = await this.accountTokens.current(signal);
    if (!tokens) return this.firstSignIn(answer, refusal, signal);
    if (tokens.accessToken !== sent) return true;

    // A server that refuses a token may have moved to another sign-in service: the old metadata is not used again.
    const { issuer } = await context.rediscover();
    const present = await this.accountTokens.current(signal);
    if (present && present.accessToken !== sent) return true; // another call has renewed them meanwhile
    if (!isSameIssuer(issuer, tokens.issuer))
      return this.signInOrFail(message("signIn.moved", "it has moved to another sign-in service"), signal);
    if (tries > 0)
      return this.signInOrFail(message("signIn.newTokenRefused", "it does not accept a new token"), signal);
    const renewed = await this.accountTokens.renew(tokens, signal);
    return renewed !== undefined || this.signInOrFail(message("signIn.ended", "the sign-in has ended"), signal);
  }

  observe(answer: AuthResponse, { url }: OutgoingRequest): void {
    const nonce = this.context.dpop && answer.header("dpop-nonce");
    if (nonce) void this.context.dpop?.session().then((session) => session.rememberNonce(url, nonce));
  }

  secrets(): readonly string[] {
    return this.accountTokens.secrets();
  }

  /** The person signs in; simultaneous calls join. `another`: with another account than the present one. Rejects with a `HubError`. */
  signIn(signal: AbortSignal, another = false): Promise<Account> {
    this.stepUps.clear();
    this.provenClient = undefined; // the authorization server may have forgotten it meanwhile
    return this.begin(signal, another);
  }

  /** Ends the sign-in here and, where possible, at the authorization server (RFC 7009). Returns whether that worked. */
  async signOut(signal: AbortSignal): Promise<boolean> {
    const { account } = this;
    if (!account) return false;
    const { store } = this.context.parts;
    const tokens = await store.tokens(account);
    const isRevoked = tokens !== undefined && (await this.revoke(tokens, signal));
    this.forget(); // first, so that the removal from storage is not taken for a change by another window
    await store.remove(account);
    return isRevoked;
  }

  /** Revokes the tokens of all accounts of this server at the authorization server (RFC 7009). Returns for how many that worked. */
  async revokeAll(signal: AbortSignal): Promise<number> {
    const { store } = this.context.parts;
    let revoked = 0;
    for (const account of store.accounts(this.key)) {
      const tokens = await store.tokens(account);
      if (tokens && (await this.revoke(tokens, signal))) revoked++;
    }
    return revoked;
  }

  /** Another window may have signed in or out: see `HeldTokens.lookAgain`. */
  async reloadTokens(key: string) {
    const found = await this.accountTokens.reloadTokens(key);
    if (found?.isNew && found.signedIn) this.failure = undefined;
    return found;
  }

  /** Another account was chosen, or all are forgotten: everything is looked up again. */
  forget(): void {
    this.accountTokens.begin();
    this.context.forgetDiscovery();
    this.provenClient = undefined;
    this.failure = undefined;
  }

  /** The present authorization server of the server, found as a sign-in finds it. */
  async rediscover(signal: AbortSignal): Promise<Discovery> {
    await this.context.requestChallenge(signal);
    this.context.forgetDiscovery();
    return this.context.discovery(signal);
  }

  private begin(signal: AbortSignal, another: boolean): Promise<Account> {
    return this.flights.run("sign-in", async () => {
      let step: SignInStep = "Authorization"; // where there is no browser, no other step is reached
      const reached = (next: SignInStep) => {
        step = next;
      };
      try {
        const { provenClient } = this;
        const { account, clientId } = await signInFlow(this.context, { another, provenClient, reached, signal });
        this.provenClient = clientId;
        this.failure = undefined;
        this.accountTokens.begin();
        return account;
      } catch (error) {
        const mask = secretMask(this.secrets());
        const failure = toSignInError(this.context.server, error);
        this.failure = { step, text: mask.text(doctorText(failure)) };
        throw mask.error(failure);
      }
    });
  }

  /** The server requires more rights for one request (specification, authorization, step-up): requests the union of all scopes so far. */
  private async stepUp(refusal: Refusal, signal?: AbortSignal): Promise<boolean> {
    if (refusal.error !== "insufficient_scope") return false;
    const { server } = this.context;
    const { scope } = refusal;
    this.context.challenged(refusal, (await this.accountTokens.current(signal))?.scope);
    const cause = new InsufficientScopeError(scope === undefined ? {} : { requiredScope: scope });
    const asked = safeLine(scope ?? "", 300);
    const times = this.stepUps.get(asked) ?? 0;
    if (times >= maxStepUps || (times === 0 && this.stepUps.size >= maxKindsOfStepUp))
      throw signInFailed(
        server,
        asked
          ? message("signIn.stepUpLoop", "it asks for more rights ({scope}) after each sign-in", { scope: asked })
          : message("signIn.stepUpLoopUnnamed", "it asks for more rights after each sign-in, without naming them"),
        cause,
      );
    if (this.mayBegin) {
      this.stepUps.set(asked, times + 1);
      return this.beginAutomatically(signal);
    }
    throw moreRights(server, asked, cause);
  }

  /** The server requires an account, and nobody is signed in: a sign-in, if it offers one. */
  private async firstSignIn(answer: AuthResponse, refusal: Refusal, signal?: AbortSignal): Promise<boolean> {
    const why = message("signIn.unknownPerson", "it requires an account");
    if (refusal.resourceMetadataUrl || (await this.context.offersSignIn(signal))) return this.signInOrFail(why, signal);
    const failed = async () => {
      const mask = secretMask(this.secrets());
      const words = mask.text((await answer.words?.()) ?? "");
      return noSignInOffered(this.context.server, answer.status, words);
    };
    if (!this.mayBegin) throw await failed();
    // Servers of revision 2025-03-26 may have a sign-in without any metadata, at addresses that are known in advance.
    return this.beginAutomatically(signal).catch(async (error: unknown) => {
      const { step } = this.failure ?? {};
      throw step === "Metadata" || step === "Registration" ? await failed() : error;
    });
  }

  private get mayBegin(): boolean {
    return this.context.parts.automatic === true && this.context.parts.open !== undefined;
  }

  private async signInOrFail(why: string, signal?: AbortSignal): Promise<boolean> {
    if (this.mayBegin) return this.beginAutomatically(signal);
    const reason = this.accountTokens.whyNotRenewed ?? signInNeeded(this.context.server, why);
    this.accountTokens.forget();
    throw reason;
  }

  private async beginAutomatically(signal: AbortSignal = neverAborted): Promise<boolean> {
    await this.begin(signal, false);
    return true;
  }

  private async revoke(tokens: TokenSet, signal: AbortSignal): Promise<boolean> {
    try {
      const discovery = await this.context.discovery(signal);
      const client = this.context.clientFor(discovery, tokens);
      return client !== undefined && (await revoke(discovery, client, tokens, this.context.fetch(signal)));
    } catch (error) {
      if (error instanceof HubError) return false; // not reachable: the sign-in ends here all the same
      throw error;
    }
  }
}

function isNonceChallenge(answer: AuthResponse): boolean {
  const header = answer.header("www-authenticate") ?? "";
  return isDpopNonceChallenge(new Response(null, { status: answer.status, headers: { "www-authenticate": header } }));
}
