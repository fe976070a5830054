import pRetry from "p-retry";
import { neverAborted } from "../kernel/abortSignals";
import type { Clock } from "../kernel/clock";
import { HubError } from "../kernel/hubError";
import { Pause } from "../kernel/pause";
import { safeLine } from "../kernel/redact";
import { SingleFlight } from "../kernel/singleFlight";
import type { Account, CredentialStore } from "./credentialStore";
import type { Lock, LockHandle } from "./lock";
import { retryPassing } from "./retryPassing";
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
  /** Hears that renewed tokens could not be stored. */
  readonly report?: ((error: HubError) => void) | undefined;
}

/** How often storing is tried while the lock is held, and the first wait between, in milliseconds; it doubles with each. */
const saveAttempts = 5;
const saveWaitMs = 200;
/** How long after that it is tried again, and so on, in milliseconds. */
const saveLaterMs = 15_000;
/** The longest that a closing window waits for what is on its way: VS Code gives it about 5 seconds in all. */
const closeLimitMs = 3000;

/** How long to wait for what another window wrote to show up, and how often to look, in milliseconds. */
const settleMs = 3000;
const lookMs = 50;

/**
 * Replaces tokens: one request per account however many calls wait for it, over all windows. What another window has refreshed meanwhile
 * is taken as it is, since its refresh token may be the only one that still counts.
 */
export class Refresher {
  private readonly flights = new SingleFlight<Refreshed>();
  /** All that holds the lock, or waits for it. */
  private readonly running = new Set<Promise<unknown>>();
  private readonly pause: Pause;

  constructor(private readonly parts: RefresherParts) {
    this.pause = new Pause(parts.clock);
  }

  /** Newer tokens than `used`; rejects with a `HubError` where the authorization server cannot be reached for now. */
  newer(account: Account, used: TokenSet, send: SendRefresh): Promise<Refreshed> {
    return this.flights.run(account.id, () => this.locked(account, (turn) => this.refresh(account, used, send, turn)));
  }

  /** Settles once nothing is on its way that a closing window would lose, or at a limit. */
  async settled(): Promise<void> {
    const pause = new Pause(this.parts.clock);
    await Promise.race([Promise.allSettled(this.running), pause.for(closeLimitMs, neverAborted)]);
    pause.end();
  }

  /** Stores the tokens of a new sign-in, newer than any before. */
  async signedIn(account: Account, tokens: TokenSet): Promise<TokenSet> {
    return this.locked(account, async (turn) => {
      const before = await this.parts.store.tokens(account);
      const generation = Math.max(turn.generation, before?.generation ?? 0) + 1;
      const newest = { ...tokens, generation };
      await this.save(account, newest);
      await turn.written(generation);
      return newest;
    });
  }

  private async locked<T>(account: Account, work: (turn: LockHandle) => Promise<T>): Promise<T> {
    const turn = this.parts.lock(account.id, work);
    this.running.add(turn);
    return turn.finally(() => this.running.delete(turn));
  }

  private async refresh(account: Account, used: TokenSet, send: SendRefresh, turn: LockHandle): Promise<Refreshed> {
    const { store, clock } = this.parts;
    const stored = await this.newest(account, turn);
    if (!stored) return { kind: "signed-out" };
    if (stored.accessToken !== used.accessToken && !isExpiring(stored, clock.now()))
      return { kind: "tokens", tokens: stored };
    if (stored.refreshToken === undefined) return { kind: "not-refreshable" };
    const outcome = await retryPassing(() => send(stored), this.parts);
    switch (outcome.kind) {
      case "tokens": {
        const generation = Math.max(turn.generation, stored.generation) + 1;
        const tokens = { ...outcome.tokens, generation };
        await this.save(account, tokens).catch((error: unknown) => this.saveLater(account, error));
        await turn.written(generation); // also of what is not stored yet: others wait for it a while
        return { kind: "tokens", tokens };
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
  private async newest(account: Account, turn: LockHandle): Promise<TokenSet | undefined> {
    const { store, clock } = this.parts;
    const until = clock.now() + settleMs;
    let stored = await store.tokens(account);
    while (stored && stored.generation < turn.generation && clock.now() < until) {
      await this.pause.for(lookMs, neverAborted);
      stored = await store.tokens(account);
    }
    return stored;
  }

  /** First the storage: a rotated refresh token that is only in memory would be lost with the window. */
  private async save(account: Account, tokens: TokenSet): Promise<void> {
    await pRetry(() => this.parts.store.saveTokens(account, tokens), {
      retries: saveAttempts - 1,
      minTimeout: 0,
      factor: 1,
      onFailedAttempt: ({ attemptNumber, retriesLeft }) =>
        this.pause.for(retriesLeft === 0 ? 0 : saveWaitMs * 2 ** (attemptNumber - 1), neverAborted),
    });
  }

  /** The refresh token in storage is used up: the new one stays in memory, and storing it is tried again and again. */
  private saveLater(account: Account, cause: unknown): void {
    const words = cause instanceof Error ? cause.message : String(cause);
    this.parts.report?.(
      new HubError(
        "internal",
        `The renewed sign-in of ${account.name} could not be stored: ${safeLine(words, 300)}. It lasts while this window is open, and storing it is tried again. Check that the system's keyring is unlocked.`,
        { cause },
      ),
    );
    this.saveAfterAWhile(account);
  }

  private saveAfterAWhile(account: Account): void {
    const { store, clock } = this.parts;
    const save = async () => {
      const tokens = await store.tokens(account);
      if (tokens && store.isUnsaved(account)) await this.save(account, tokens);
    };
    const again = () => {
      // That it fails has been said.
      if (store.isUnsaved(account)) this.locked(account, save).catch(() => this.saveAfterAWhile(account));
    };
    clock.after(saveLaterMs, again, true);
  }
}
