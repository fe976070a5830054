import type { Scope } from "../../../protocol/scope";

/** What a client of the gateway may use. Without both: everything. */
export interface Grant {
  readonly scopes?: readonly Scope[];
  /** A profile of the settings that it is tied to. */
  readonly profile?: string;
}

/** The clients of the gateway, as far as apps need them. Methods reject with a `HubError`. */
export interface AppClients {
  /** The address of the gateway for MCP, which stays the same. */
  address(): Promise<string>;
  /** Makes a client and its token, which is shown this once. */
  add(client: Grant & { readonly name: string }): Promise<{ readonly id: string; readonly token: string }>;
  /** Holds at once. Rejects if there is no such client. */
  revoke(id: string): Promise<void>;
  list(): Promise<readonly (Grant & { readonly id: string; readonly name: string })[]>;
  /** The client whose token this is. */
  idOf(token: string): string | undefined;
}
