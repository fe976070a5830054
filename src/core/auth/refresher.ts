import pRetry from "p-retry";
import { message } from "../../protocol/message";
import { neverAborted } from "../kernel/abortSignals";
import type { Clock } from "../kernel/clock";
import { HubError } from "../kernel/hubError";
import { Pause } from "../kernel/pause";
import { safeLine } from "../kernel/redact";
import { SingleFlight } from "../kernel/singleFlight";
import type { Account, CredentialStore } from "./credentialStore";
import type { Lock, LockHandle } from "./lock";
import { retryTemporary } from "./retryTemporary";
import { isExpiring, type TokenSet } from "./tokenSet";

/**
 * The outcome of a refresh request. `revoked`: the sign-in has ended (`invalid_grant`). `unknown-client`: the authorization server no
 * longer knows the hub. `refused`: it refused for another reason, and the sign-in stays. `elsewhere`: it was not asked, because the server
 * now names another authorization server; the sign-in stays, because only its own authorization server can end it.
 */
export type RefreshOutcome =
  | { readonly kind: "tokens"; readonly tokens: TokenSet }
  | { readonly kind: "revoked" }
  | { readonly kind: "unknown-client" | "elsewhere" }
  | { readonly kind: "refused"; readonly error: HubError };

/** Sends one refresh request. Rejects with a `HubError` for temporary failures: no answer, or an error of the authorization server. */
export type SendRefresh = (tokens: TokenSet) => Promise<RefreshOutcome>;

/** The outcome of asking for newer tokens: the newest tokens, or the reason why the person must sign in. */
export type Refreshed =
  | { readonly kind: "tokens"; readonly tokens: TokenSet }
  | { readonly kind: "signed-out" | "unknown-client" | "elsewhere" | "not-refreshable" }
  | { readonly kind: "refused"; readonly error: HubError };

interface Refusal {
  readonly refreshToken: string;
  readonly times: number;
  readonly outcome: Extract<RefreshOutcome, { kind: "refused" }>;
}

/** What a refresher needs from its owner. */
export interface RefresherParts {
  readonly store: CredentialStore;
  readonly lock: Lock;
  readonly clock: Clock;
  readonly random?: (() => number) | undefined;
  /** Called when renewed tokens could not be stored. */
  readonly report?: ((error: HubError) => void) | undefined;
}

/** How often one refresh token is sent although the authorization server refuses it: once more, since a refusal may be a mistake. */
const maxRefusals = 2;

/** How often storing is tried while the lock is held, and the first wait between tries, in milliseconds. The wait doubles. */
const saveAttempts = 5;
const saveWaitMs = 200;
/** The wait before storing is tried again after that, repeatedly, in milliseconds. */
const saveLaterMs = 15_000;
/** The longest that a closing window waits for running refreshes: VS Code gives it about 5 seconds in total. */
const closeLimitMs = 3000;

/** How long to wait until what another window wrote can be read, and how often to check, in milliseconds. */
const settleMs = 3000;
const pollMs = 50;

/**
 * Replaces tokens with one request per account, regardless of how many calls wait for it in all windows. Tokens that another window has
 * refreshed meanwhile are used, because their refresh token may be the only valid one.
 */
export class Refresher {
  private readonly flights = new SingleFlight<Refreshed>();
  /** The refused refresh tokens of this process, by account. */
  private readonly refusals = new Map<string, Refusal>();
  /** All operations that hold the lock or wait for it. */
  private readonly running = new Set<Promise<unknown>>();
  private readonly pause: Pause;

  constructor(private readonly parts: RefresherParts) {
    this.pause = new Pause(parts.clock);
  }

  /** Tokens newer than `used`. Rejects with a `HubError` if the authorization server cannot be reached at the moment. */
  newer(account: Account, used: TokenSet, send: SendRefresh): Promise<Refreshed> {
    return this.flights.run(account.id, () =>
      this.locked(account, (handle) => this.refresh(account, used, send, handle)),
    );
  }

  /** Settles once nothing is running that a closing window would lose, or when a limit runs out. */
  async settled(): Promise<void> {
    const pause = new Pause(this.parts.clock);
    await Promise.race([Promise.allSettled(this.running), pause.for(closeLimitMs, neverAborted)]);
    pause.end();
  }

  /** Stores the tokens of a new sign-in, newer than any before. */
  async signedIn(account: Account, tokens: TokenSet): Promise<TokenSet> {
    return this.locked(account, async (handle) => {
      const before = await this.parts.store.tokens(account);
      const generation = Math.max(handle.generation, before?.generation ?? 0) + 1;
      const newest = { ...tokens, generation };
      await this.save(account, newest);
      await handle.announce(generation);
      return newest;
    });
  }

  private async locked<T>(account: Account, operation: (handle: LockHandle) => Promise<T>): Promise<T> {
    const run = this.parts.lock(account.id, operation);
    this.running.add(run);
    return run.finally(() => this.running.delete(run));
  }

  private async refresh(account: Account, used: TokenSet, send: SendRefresh, handle: LockHandle): Promise<Refreshed> {
    const { store, clock } = this.parts;
    const stored = await this.newest(account, handle);
    if (!stored) return { kind: "signed-out" };
    if (stored.accessToken !== used.accessToken && !isExpiring(stored, clock.now()))
      return { kind: "tokens", tokens: stored };
    const { refreshToken } = stored;
    if (refreshToken === undefined) return { kind: "not-refreshable" };
    const last = this.refusals.get(account.id);
    const refusal = last?.refreshToken === refreshToken ? last : undefined;
    if (refusal && refusal.times >= maxRefusals) return refusal.outcome;
    const outcome = await retryTemporary(() => send(stored), this.parts);
    if (outcome.kind === "refused")
      this.refusals.set(account.id, { refreshToken, times: (refusal?.times ?? 0) + 1, outcome });
    else this.refusals.delete(account.id);
    switch (outcome.kind) {
      case "tokens": {
        const generation = Math.max(handle.generation, stored.generation) + 1;
        const tokens = { ...outcome.tokens, generation };
        await this.save(account, tokens).catch((error: unknown) => this.saveLater(account, error));
        await handle.announce(generation); // even if it is not stored yet: the others wait for it for a while
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
  private async newest(account: Account, handle: LockHandle): Promise<TokenSet | undefined> {
    const { store, clock } = this.parts;
    const until = clock.now() + settleMs;
    let stored = await store.tokens(account);
    while (stored && stored.generation < handle.generation && clock.now() < until) {
      await this.pause.for(pollMs, neverAborted);
      stored = await store.tokens(account);
    }
    return stored;
  }

  /** Stores tokens. This comes first, because a rotated refresh token that is only in memory would be lost with the window. */
  private async save(account: Account, tokens: TokenSet): Promise<void> {
    await pRetry(() => this.parts.store.saveTokens(account, tokens), {
      retries: saveAttempts - 1,
      minTimeout: 0,
      factor: 1,
      onFailedAttempt: ({ attemptNumber, retriesLeft }) =>
        this.pause.for(retriesLeft === 0 ? 0 : saveWaitMs * 2 ** (attemptNumber - 1), neverAborted),
    });
  }

  /** The refresh token in storage is used up. The new one stays in memory, and storing it is tried repeatedly. */
  private saveLater(account: Account, cause: unknown): void {
    const reason = safeLine(cause instanceof Error ? cause.message : String(cause), 300);
    this.parts.report?.(
      new HubError(
        "internal",
        message(
          "auth.notStored",
          "The renewed sign-in of {account} could not be stored: {reason}. It is valid while this window is open, and the hub keeps trying to store it. Check that the system's keyring is unlocked.",
          { account: account.name, reason },
        ),
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
      // The failure has already been reported.
      if (store.isUnsaved(account)) this.locked(account, save).catch(() => this.saveAfterAWhile(account));
    };
    clock.after(saveLaterMs, again, true);
  }
}
