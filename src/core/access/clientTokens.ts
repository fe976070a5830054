import type { Scope } from "../../protocol/scope";
import type { Event } from "../kernel/emitter";

/** What a new client of the gateway is given. */
export interface NewClient {
  /** For people, and for the questions that its calls lead to. */
  readonly name: string;
  /** What it may use: everything that lies within all of them. None: everything. */
  readonly scopes?: readonly Scope[];
  /** A profile of the settings that it is tied to. */
  readonly profile?: string;
  /** Milliseconds since the epoch; missing: never. */
  readonly expiresAt?: number;
}

/** A client as a person sees it; nothing of its token. Times are milliseconds since the epoch. */
export interface ListedClient {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly profile?: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  /** To the minute; missing: not yet. */
  readonly lastUsedAt?: number;
}

/** How the address for other programs does, as this window sees it. */
export type AddressState =
  /** The setting `mcpHub.gateway` does not open it. */
  | { readonly kind: "off" }
  /** It is being opened. */
  | { readonly kind: "opening" }
  /** This window answers there. */
  | { readonly kind: "here" }
  /** Another window answers there, and this one takes over when that closes. `workspace`: its path, where it has one. */
  | { readonly kind: "elsewhere"; readonly workspace?: string }
  /** Nobody of ours can answer there; `message` says why, and the next step. */
  | { readonly kind: "failed"; readonly message: string };

/** The programs outside of this editor that may use the hub, each with a token of its own. They are the same in all windows of the user. */
export interface ClientTokens {
  /**
   * Where they reach the hub, such as `http://127.0.0.1:24319` (MCP is at `/mcp`). It stays the same over reloads, and whether or not it is
   * open now.
   */
  url(): string;
  state(): AddressState;
  /** Makes a client and its token, which is known this once. It is let in while the setting `mcpHub.gateway` is `on`. */
  add(client: NewClient): Promise<{ readonly id: string; readonly token: string }>;
  list(): Promise<readonly ListedClient[]>;
  /** Holds at once, also for what the client has open. Rejects with a `HubError` if there is no such client. */
  revoke(id: string): Promise<void>;
  /** Gives a client another token, which is known this once; the old one holds no longer. Rejects with a `HubError` if there is no such client. */
  rotate(id: string): Promise<string>;
  /** When the agent of this editor last used the hub, in milliseconds since the epoch, to the minute; `undefined`: not since the window opened. */
  agentUsedAt(): number | undefined;
  /** The client whose token this is; `undefined` if it is not, or no longer, the token of one. */
  idOf(token: string): string | undefined;
  /** The clients, their last use, or the state of the address have changed. */
  readonly onChange: Event<void>;
}
