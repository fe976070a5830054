import type { Clock } from "../clock";
import { Pause } from "../connection/pause";
import type { HubError } from "../hubError";
import type { Account, CredentialStore } from "./credentialStore";
import type { Lock, Turn } from "./lock";
import { retryPassing } from "./retryPassing";
import { SingleFlight } from "./singleFlight";
import { isExpiring, type TokenSet } from "./tokenSet";

/**
 * What an authorization server said to a refresh. `revoked`: this sign-in is over (`invalid_grant`). `unknown-client`: it does not know
 * the hub any more. `refused`: it said no for another reason, and the sign-in stays. `elsewhere`: it was not asked, since the server
 * names another one now; the sign-in stays, for only the one that gave it can say that it is over.
 */
export type RefreshOutcome =
  | { readonly kind: "tokens"; readonly tokens: TokenSet }
  | { readonly kind: "revoked" }
  | { readonly kind: "unknown-client" | "elsewhere" }
  | { readonly kind: "refused"; readonly error: HubError };

/** Sends one refresh request. Rejects with a `HubError` for what may pass: no answer, or a failure of the authorization server itself. */
export type SendRefresh = (tokens: TokenSet) => Promise<RefreshOutcome>;

/** How a wish for newer tokens ends: with the newest there are, or with the reason why the person must sign in. */
export type Refreshed =
  | { readonly kind: "tokens"; readonly tokens: TokenSet }
  | { readonly kind: "signed-out" | "unknown-client" | "elsewhere" | "not-refreshable" }
  | { readonly kind: "refused"; readonly error: HubError };

export interface RefresherParts {
  readonly store: CredentialStore;
  readonly lock: Lock;
  readonly clock: Clock;
  readonly random?: (() => number) | undefined;
}

/** How long to wait for what another window wrote to show up, and how often to look, in milliseconds. */
const settleMs = 3000;
const lookMs = 50;

/**
 * Replaces tokens: one request per account however many calls wait for it, over all windows. What another window has refreshed meanwhile
 * is taken as it is, since its refresh token may be the only one that still counts.
 */
export class Refresher {
  private readonly flights = new SingleFlight<Refreshed>();
  private readonly pause: Pause;

  constructor(private readonly parts: RefresherParts) {
    this.pause = new Pause(parts.clock);
  }

  /** Newer tokens than `used`; rejects with a `HubError` where the authorization server cannot be reached for now. */
  newer(account: Account, used: TokenSet, send: SendRefresh): Promise<Refreshed> {
    return this.flights.run(account.id, () =>
      this.parts.lock(account.id, (turn) => this.refresh(account, used, send, turn)),
    );
  }

  /** Stores the tokens of a new sign-in, newer than any before. */
  async signedIn(account: Account, tokens: TokenSet): Promise<TokenSet> {
    return this.parts.lock(account.id, async (turn) => {
      const before = await this.parts.store.tokens(account);
      const generation = Math.max(turn.generation, before?.generation ?? 0) + 1;
      return this.write(account, { ...tokens, generation }, turn);
    });
  }

  private async refresh(account: Account, used: TokenSet, send: SendRefresh, turn: Turn): Promise<Refreshed> {
    const { store, clock } = this.parts;
    const stored = await this.settled(account, turn);
    if (!stored) return { kind: "signed-out" };
    if (stored.accessToken !== used.accessToken && !isExpiring(stored, clock.now()))
      return { kind: "tokens", tokens: stored };
    if (stored.refreshToken === undefined) return { kind: "not-refreshable" };
    const outcome = await retryPassing(() => send(stored), this.parts);
    switch (outcome.kind) {
      case "tokens": {
        const generation = Math.max(turn.generation, stored.generation) + 1;
        return { kind: "tokens", tokens: await this.write(account, { ...outcome.tokens, generation }, turn) };
      }
      case "revoked":
        await store.forgetTokens(account);
        return { kind: "signed-out" };
      case "unknown-client":
        await store.forgetTokens(account);
        return { kind: "unknown-client" };
      case "elsewhere":
      case "refused":
        return outcome;
    }
  }

  /** The stored tokens, once they are as new as what the last holder of the lock wrote. */
  private async settled(account: Account, turn: Turn): Promise<TokenSet | undefined> {
    const { store, clock } = this.parts;
    const until = clock.now() + settleMs;
    const never = new AbortController().signal;
    let stored = await store.tokens(account);
    while (stored && stored.generation < turn.generation && clock.now() < until) {
      await this.pause.for(lookMs, never);
      stored = await store.tokens(account);
    }
    return stored;
  }

  /** First the storage: a rotated refresh token that is only in memory would be lost with the window. */
  private async write(account: Account, tokens: TokenSet, turn: Turn): Promise<TokenSet> {
    await this.parts.store.saveTokens(account, tokens);
    await turn.written(tokens.generation);
    return tokens;
  }
}
