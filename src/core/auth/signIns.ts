import type { ServerId } from "../../protocol/hubEvent";
import type { AuthConfig } from "../config/schema/authConfig";
import type { Account } from "./credentialStore";

/** One step that the Sign-in Doctor checks. */
export interface DoctorStep {
  readonly name: string;
  /** `skipped`: not checked, because an earlier step failed or it does not apply. */
  readonly outcome: "ok" | "failed" | "skipped";
  /** The finding as a whole sentence, without secrets. */
  readonly text: string;
}

/** A sign-in or sign-out that happened in another window. */
export interface SignInChange {
  readonly server: ServerId;
  readonly signedIn: boolean;
}

/** How the hub signs in to a server. `none` if its entry has no `auth` but has its own credential in a header or in the address. */
export type SignInMethod = AuthConfig["type"];

/** Sign-ins to servers, for commands. Every method rejects with a `HubError`. */
export interface SignIns {
  method(server: ServerId, signal: AbortSignal): Promise<SignInMethod>;
  /**
   * Lets the person sign in. Settles with the account's name. `another`: with another account. With a method that does not involve the
   * person, it only forgets the current credentials, and there is no name: the next connection gets new ones.
   */
  signIn(server: ServerId, signal: AbortSignal, another?: boolean): Promise<string | undefined>;
  /** Ends the sign-in of this workspace's account. `revoked`: the authorization server has revoked it, too. */
  signOut(server: ServerId, signal: AbortSignal): Promise<{ readonly account: string; readonly revoked: boolean }>;
  /** The accounts of a server, and the one that this workspace uses. */
  accounts(
    server: ServerId,
    signal: AbortSignal,
  ): Promise<{ readonly accounts: readonly Account[]; readonly current?: Account }>;
  /** Lets this workspace use another existing account. */
  use(server: ServerId, account: Account, signal: AbortSignal): Promise<void>;
  /**
   * Forgets every sign-in to every server. Settles with their number, and with how many of them were revoked at their authorization
   * server: those of servers that this window knows.
   */
  forgetAll(signal: AbortSignal): Promise<{ readonly count: number; readonly revoked: number }>;
  /**
   * Must be called when a key in secret storage changes, because another window may have signed in or out. Settles with what changed for
   * the servers of this window, or with nothing when `signal` aborts.
   */
  secretChanged(key: string, signal: AbortSignal): Promise<readonly SignInChange[]>;
  /** Checks every step of signing in and reports its outcome. */
  diagnose(server: ServerId, signal: AbortSignal): AsyncIterable<DoctorStep>;
}
