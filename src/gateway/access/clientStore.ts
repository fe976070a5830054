import type { Event } from "../../core/kernel/emitter";
import type { ClientRecord } from "./clientRecord";

/**
 * Where the clients are kept, for all processes of the user. Each record is stored by itself, so that no process writes over what another
 * one has changed.
 */
export interface ClientStore {
  /** What is known now: what other processes changed a moment ago may be missing. */
  all(): readonly ClientRecord[];
  /** Adds a record, or replaces the one with its id. */
  put(record: ClientRecord): Promise<void>;
  remove(id: string): Promise<void>;
  /** Notes the last use, in milliseconds since the epoch. Never fails: nothing depends on it. */
  noteUse(id: string, at: number): void;
  /** When each client was last used, by any process. */
  lastUses(): Promise<ReadonlyMap<string, number>>;
  /** Fires after the records have changed, here or in another process. */
  readonly onChange: Event<void>;
}
