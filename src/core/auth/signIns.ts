import type { ServerId } from "../../protocol/hubEvent";
import type { AuthConfig } from "../config/schema/authConfig";
import type { Account } from "./credentialStore";

/** One step of what the Sign-in Doctor looks at. */
export interface DoctorStep {
  readonly name: string;
  /** `skipped`: not looked at, because a step before it failed or it does not apply. */
  readonly outcome: "ok" | "failed" | "skipped";
  /** What was found; a whole sentence, without secrets. */
  readonly text: string;
}

/** A sign-in that came or went without anyone asking for it here. */
export interface SignInChange {
  readonly server: ServerId;
  readonly signedIn: boolean;
}

/** How a server is signed in to. `none` where its entry has no `auth`, but a credential of its own in a header or in the address. */
export type SignInMethod = AuthConfig["type"];

/** Signing in to servers, as commands use it. Every method rejects with a `HubError`. */
export interface SignIns {
  method(server: ServerId, signal: AbortSignal): Promise<SignInMethod>;
  /**
   * Lets the person sign in; settles with the account's name. `another`: as someone else than now. With a method that needs no person,
   * only what was held is forgotten, and there is no name: the next connection begins anew.
   */
  signIn(server: ServerId, signal: AbortSignal, another?: boolean): Promise<string | undefined>;
  /** Ends the sign-in of this workspace's account. `revoked`: the authorization server was told, too. */
  signOut(server: ServerId, signal: AbortSignal): Promise<{ readonly account: string; readonly revoked: boolean }>;
  /** The accounts of a server, and the one that this workspace uses. */
  accounts(
    server: ServerId,
    signal: AbortSignal,
  ): Promise<{ readonly accounts: readonly Account[]; readonly current?: Account }>;
  /** Lets this workspace use another account that is there. */
  use(server: ServerId, account: Account, signal: AbortSignal): Promise<void>;
  /**
   * Forgets every sign-in to every server; settles with how many there were, and of how many the authorization server was told
   * (`revoked`): those of servers that this window knows.
   */
  forgetAll(signal: AbortSignal): Promise<{ readonly count: number; readonly revoked: number }>;
  /**
   * Something changed in secret storage: perhaps another window signed in or out. Settles with what that means for the servers of this one,
   * or without anything when `signal` aborts.
   */
  noticed(key: string, signal: AbortSignal): Promise<readonly SignInChange[]>;
  /** Walks through every step of signing in, and says how each one ends. */
  diagnose(server: ServerId, signal: AbortSignal): AsyncIterable<DoctorStep>;
}
