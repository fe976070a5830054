import { type CredentialStore, isTokensKey } from "../../core/auth/credentialStore";
import type { SignInChange, SignInMethod, SignIns } from "../../core/auth/signIns";
import type { HttpPlan, LaunchPlan } from "../../core/config/plan/launchPlan";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import type { Clock } from "../../core/kernel/clock";
import { HubError, toErrorView } from "../../core/kernel/hubError";
import { Pause } from "../../core/kernel/pause";
import { safeText } from "../../core/kernel/redact";
import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { OAuthAuthorization } from "../oauth/oauthAuthorization";
import type { Authorizations } from "./authorizations";
import { diagnose } from "./diagnose";
import { EditorSession } from "./editorSession";

export interface SignInParts {
  readonly definition: (server: ServerId) => ServerDefinition;
  readonly plan: (definition: ServerDefinition, signal: AbortSignal) => Promise<LaunchPlan>;
  readonly authorizations: Authorizations;
  readonly store: CredentialStore;
  readonly clock: Clock;
  readonly publish?: (event: HubEvent) => void;
}

/** How much of the text of a failure enters the stream, in characters. */
const failureLimit = 1000;
/** How long a change by another window may take to appear here, and how often it is polled, in milliseconds. */
const settleMs = 5000;
const pollMs = 100;

/** Signing in to servers by their names in the settings. */
export class ServerSignIns implements SignIns {
  constructor(private readonly parts: SignInParts) {}

  async method(server: ServerId, signal: AbortSignal): Promise<SignInMethod> {
    return this.methodOf(await this.plan(server, signal));
  }

  async signIn(server: ServerId, signal: AbortSignal, another = false): Promise<string | undefined> {
    try {
      return await this.signedIn(server, signal, another);
    } catch (error) {
      const { code, message: text } = toErrorView(error);
      this.parts.publish?.({
        type: "server.signInFailed",
        server,
        error: { code, message: safeText(text, failureLimit) },
      });
      throw error;
    }
  }

  private async signedIn(server: ServerId, signal: AbortSignal, another: boolean): Promise<string | undefined> {
    const plan = await this.plan(server, signal);
    const { authorizations } = this.parts;
    const oauth = authorizations.oauth(plan);
    if (oauth) {
      const { name } = await oauth.signIn(signal, another);
      authorizations.publishAccount(plan);
      this.parts.publish?.({ type: "server.signedIn", server, account: name });
      return name;
    }
    const session = authorizations.of(plan);
    if (session instanceof EditorSession) {
      await session.signIn(another);
      this.parts.publish?.({ type: "server.signedIn", server, account: session.provider });
      return session.provider;
    }
    authorizations.forget(plan);
    return undefined;
  }

  async signOut(server: ServerId, signal: AbortSignal) {
    const { oauth, plan } = await this.oauth(server, signal);
    const { account } = oauth;
    if (!account)
      throw new HubError(
        "needs-auth",
        message("signIn.notSignedIn", 'No account is signed in to "{server}" in this workspace.', { server }),
      );
    const revoked = await oauth.signOut(signal);
    this.parts.authorizations.publishAccount(plan);
    this.parts.publish?.({ type: "server.signedOut", server });
    return { account: account.name, revoked };
  }

  async accounts(server: ServerId, signal: AbortSignal) {
    if ((await this.method(server, signal)) === "editor") return { accounts: [] }; // the editor keeps them
    const { oauth } = await this.oauth(server, signal);
    const { account } = oauth;
    return { accounts: this.parts.store.accounts(oauth.key), ...(account && { current: account }) };
  }

  async use(server: ServerId, account: { readonly id: string }, signal: AbortSignal): Promise<void> {
    const { oauth, plan } = await this.oauth(server, signal);
    await this.parts.store.bind(oauth.key, account.id);
    oauth.forget();
    this.parts.authorizations.publishAccount(plan);
  }

  async forgetAll(signal: AbortSignal) {
    const revoked = await this.parts.authorizations.revokeAll(signal);
    const forgotten = await this.parts.store.forgetAll();
    this.parts.authorizations.forgetAll();
    return { count: forgotten.length, revoked };
  }

  async secretChanged(key: string, signal: AbortSignal): Promise<readonly SignInChange[]> {
    if (!isTokensKey(key)) return [];
    const { authorizations, clock } = this.parts;
    const pause = new Pause(clock);
    // The names of accounts are stored elsewhere, and arrive later than the tokens.
    for (const until = clock.now() + settleMs; ; await pause.for(pollMs, signal)) {
      const changes = await authorizations.reloadTokens(key);
      if (changes || signal.aborted || clock.now() >= until) return changes ?? [];
    }
  }

  async *diagnose(server: ServerId, signal: AbortSignal) {
    const plan = await this.plan(server, signal);
    yield* diagnose(plan, this.parts.authorizations, this.parts.clock, signal);
  }

  private async oauth(server: ServerId, signal: AbortSignal): Promise<{ oauth: OAuthAuthorization; plan: HttpPlan }> {
    const plan = await this.plan(server, signal);
    const oauth = this.parts.authorizations.oauth(plan);
    if (!oauth) throw noSignIn(server, this.methodOf(plan));
    return { oauth, plan };
  }

  private methodOf(plan: HttpPlan): SignInMethod {
    return plan.auth?.type ?? (this.parts.authorizations.oauth(plan) ? "oauth" : "none");
  }

  private async plan(server: ServerId, signal: AbortSignal): Promise<HttpPlan> {
    const plan = await this.parts.plan(this.parts.definition(server), signal);
    if (plan.kind === "http" || plan.kind === "sse") return plan;
    throw new HubError(
      "bad-config",
      message("signIn.notHttp", '"{server}" is not reached over HTTP, so the hub does not sign in to it.', { server }),
    );
  }
}

const noSignIn = (server: string, method: SignInMethod) =>
  new HubError(
    "bad-config",
    method === "editor"
      ? message(
          "signIn.editorOwns",
          '"{server}" uses one of the editor\'s own sign-ins. Sign out of it in the "Accounts" menu of the editor.',
          { server },
        )
      : message(
          "signIn.credentialInEntry",
          '"{server}" has a credential in its entry, so there is no sign-in. Use "MCP Hub: Set Secret", or change "auth" in the settings.',
          { server },
        ),
  );
