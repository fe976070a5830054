import type { CatalogPart } from "../../src/core/catalog/catalog";
import type { LinkEvents } from "../../src/core/connection/link";
import type { HubError } from "../../src/core/kernel/hubError";
import type { LogLevel } from "../../src/protocol/hubEvent";

export interface HeardLog {
  readonly level: LogLevel;
  readonly from: "stderr" | "stdout" | "server";
  readonly text: string;
}

/** Writes down what a link says, and lets a test wait for it. */
export class HeardEvents implements LinkEvents {
  readonly losses: HubError[] = [];
  readonly changes: CatalogPart[] = [];
  readonly logs: HeardLog[] = [];
  readonly notifications: { readonly method: string; readonly params: unknown }[] = [];
  private readonly waiters = new Set<() => void>();

  lost(error: HubError): void {
    this.losses.push(error);
    this.wake();
  }

  changed(part: CatalogPart): void {
    this.changes.push(part);
    this.wake();
  }

  log(level: LogLevel, from: "stderr" | "stdout" | "server", text: string): void {
    this.logs.push({ level, from, text });
    this.wake();
  }

  notification(method: string, params: unknown): void {
    this.notifications.push({ method, params });
    this.wake();
  }

  /** How much has been heard in all. */
  get count(): number {
    return this.losses.length + this.changes.length + this.logs.length + this.notifications.length;
  }

  /** Settles once `find` finds something, looking again after each event; the test's own time limit ends a vain wait. */
  async until<T>(find: (heard: this) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(this);
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve) => this.waiters.add(resolve));
    }
  }

  private wake(): void {
    for (const waiter of this.waiters) waiter();
    this.waiters.clear();
  }
}
