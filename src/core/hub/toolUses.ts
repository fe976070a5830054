import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import type { StateStore } from "../kernel/ports";

const key = "toolUses";

/** How many tools are counted: those that were not used for the longest time go first. */
const limit = 500;

/** How long counts are gathered before they are written, in milliseconds. */
const writeMs = 30_000;

/** How often each tool was called, over restarts: what a person uses most is offered first. */
export class ToolUses implements Disposable {
  private readonly counts: Map<string, number>;
  private writing: Disposable | undefined;

  constructor(
    private readonly state: StateStore,
    private readonly clock: Clock,
    private readonly report: (error: unknown) => void,
  ) {
    const kept = state.get(key);
    const entries = isObject(kept) ? Object.entries(kept) : [];
    this.counts = new Map(entries.flatMap(([name, count]) => (typeof count === "number" ? [[name, count]] : [])));
  }

  readonly follow = (event: HubEvent): void => {
    if (event.type !== "call.ended" || event.method !== "tools/call" || event.outcome !== "ok") return;
    const name = nameOf(event.server, event.tool);
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.delete(name); // the latest stands last
    this.counts.set(name, count);
    const [oldest] = this.counts.keys();
    if (this.counts.size > limit && oldest !== undefined) this.counts.delete(oldest);
    this.writing ??= this.clock.after(writeMs, () => this.write(), true);
  };

  of(server: ServerId, tool: string): number {
    return this.counts.get(nameOf(server, tool)) ?? 0;
  }

  dispose(): void {
    if (this.writing) this.write();
  }

  private write(): void {
    this.writing?.dispose();
    this.writing = undefined;
    this.state.set(key, Object.fromEntries(this.counts)).catch(this.report);
  }
}

const nameOf = (server: ServerId, tool: string): string => `${server}/${tool}`;
