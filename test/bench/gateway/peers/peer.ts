import type { Caller } from "../callers/caller";

/** Programs on stdio by name. */
export type Programs = Readonly<Record<string, { readonly command: string; readonly args: readonly string[] }>>;

/** A gateway that is measured. */
export interface Peer {
  readonly name: string;
  /** Whether one of it can stand before several servers. */
  readonly aggregates: boolean;
  /** Installs it, unless that was done; without a time limit. */
  readonly prepare?: () => Promise<unknown>;
  /** Starts it before these servers; settles when it takes requests. */
  start(servers: Programs): Promise<RunningPeer>;
}

export interface RunningPeer {
  /** Its own process, whose tree is watched; missing where it has none. */
  readonly pid?: number | undefined;
  /** The ways in which a client can reach it, by what they are called in the table: "" is the usual one. */
  readonly doors: Readonly<Record<string, () => Promise<Caller>>>;
  stop(): Promise<void>;
}
