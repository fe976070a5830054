import { Emitter } from "../../src/core/kernel/emitter";
import type { ClientRecord } from "../../src/gateway/access/clientRecord";
import type { ClientStore } from "../../src/gateway/access/clientStore";

/** Clients that live as long as the test does. */
export class MemoryClients implements ClientStore {
  readonly uses: [id: string, at: number][] = [];
  private readonly records = new Map<string, ClientRecord>();
  private readonly changes = new Emitter<void>((error) => {
    throw error;
  });
  readonly onChange = this.changes.event;

  all(): readonly ClientRecord[] {
    return [...this.records.values()];
  }

  async put(record: ClientRecord): Promise<void> {
    this.records.set(record.id, record);
    this.changes.fire();
  }

  async remove(id: string): Promise<void> {
    this.records.delete(id);
    this.changes.fire();
  }

  noteUse(id: string, at: number): void {
    this.uses.push([id, at]);
  }

  async lastUses(): Promise<ReadonlyMap<string, number>> {
    return new Map(this.uses);
  }
}
