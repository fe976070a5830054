import type { ClientTokens, ListedClient, NewClient } from "../../core/access/clientTokens";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { Emitter, type Event } from "../../core/kernel/emitter";
import { ClientFolder } from "./clientFolder";
import type { ClientRecord } from "./clientRecord";
import { ClientRegistry } from "./clientRegistry";
import type { KnownClients } from "./tokenAccess";

/** The clients that all windows of a user share, as one window lets them in: only while they are to come in at all. */
export class SharedClients
  implements KnownClients, Disposable, Pick<ClientTokens, "add" | "list" | "revoke" | "rotate" | "idOf">
{
  private readonly owned = new DisposableStore();
  private readonly records: ClientFolder;
  private readonly registry: ClientRegistry;
  private readonly ends: Emitter<string>;
  private isOpen = false;
  /** Fires with the id of a client that may not go on: it was revoked, or no client is let in anymore. */
  readonly onEnd: Event<string>;
  /** The clients, or their last use, have changed. */
  readonly onChange: Event<void>;

  constructor(folder: string, clock: Clock, report: (error: unknown) => void) {
    this.records = this.owned.add(new ClientFolder(folder, clock, report));
    this.registry = this.owned.add(new ClientRegistry(this.records, clock, report));
    this.ends = this.owned.add(new Emitter<string>(report));
    this.onEnd = this.ends.event;
    this.onChange = this.registry.onChange;
    this.owned.add(this.registry.onRevoked((id) => this.ends.fire(id)));
  }

  /** Lets clients in from now on, or no longer: then what they have open ends. */
  letIn(isOpen: boolean): void {
    if (isOpen === this.isOpen) return;
    this.isOpen = isOpen;
    if (!isOpen) for (const { id } of this.records.all()) this.ends.fire(id);
  }

  find(digest: string): ClientRecord | undefined {
    return this.isOpen ? this.registry.find(digest) : undefined;
  }

  noteUse(client: ClientRecord, now: number): void {
    this.registry.noteUse(client, now);
  }

  add(client: NewClient): Promise<{ readonly id: string; readonly token: string }> {
    return this.registry.add(client);
  }

  list(): Promise<readonly ListedClient[]> {
    return this.registry.list();
  }

  revoke(id: string): Promise<void> {
    return this.registry.revoke(id);
  }

  rotate(id: string): Promise<string> {
    return this.registry.rotate(id);
  }

  idOf(token: string): string | undefined {
    return this.registry.idOf(token);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
