import type { ServerId, Stamped } from "../../../protocol/hubEvent";
import { Histogram } from "../../kernel/histogram";
import { errorClass } from "../errorClass";
import { ConnectionWatch } from "../metrics/connectionWatch";

/** How much time one slice holds, in milliseconds. */
export const sliceMs = 15_000;

/** The longest window that a setting may name, in slices: an hour. */
const mostSlices = 240;

/** What happened within a slice of time, or within several. */
export interface Slice {
  /** Calls that their callers did not give up, and how many of them failed at the hub or at the server. */
  calls: number;
  failures: number;
  readonly ms: Histogram;
  connected: number;
  refused: number;
  failedSignIns: number;
  /** Shares, 0 to 1, one for each look. */
  readonly cpu: number[];
  readonly memory: number[];
}

/** The last hour in slices, and which servers are away now. Time comes from the events and from `turn`. */
export class AlertWindow {
  private now = emptySlice();
  private readonly slices = [this.now];
  private readonly watches = new Map<ServerId, ConnectionWatch>();

  follow(event: Stamped): void {
    switch (event.type) {
      case "call.ended": {
        const { outcome, error } = event;
        if (outcome === "cancelled") return;
        this.now.calls++;
        if (outcome === "failed" && error && errorClass[error.code] === "service") this.now.failures++;
        if (outcome === "ok" || outcome === "tool-error") this.now.ms.add(event.ms);
        return;
      }
      case "server.state": {
        const watch = this.watches.get(event.server) ?? new ConnectionWatch();
        this.watches.set(event.server, watch);
        for (const { kind } of watch.change(event.state, event.at)) {
          if (kind === "success") this.now.connected++;
          else if (kind === "failure") this.now.refused++;
        }
        return;
      }
      case "server.removed":
        this.watches.delete(event.server);
    }
  }

  /** What is measured at a look. */
  measured(load: { readonly cpu: number; readonly memory: number }, failedSignIns: number): void {
    this.now.cpu.push(load.cpu);
    this.now.memory.push(load.memory);
    this.now.failedSignIns += Math.max(0, failedSignIns);
  }

  /** Begins the next slice. */
  turn(): void {
    this.now = emptySlice();
    this.slices.push(this.now);
    if (this.slices.length > mostSlices) this.slices.shift();
  }

  /** The last minutes together. */
  last(minutes: number): Slice {
    const all = emptySlice();
    for (const slice of this.slices.slice(-Math.round((minutes * 60_000) / sliceMs))) {
      all.calls += slice.calls;
      all.failures += slice.failures;
      all.ms.addCounts(slice.ms.counts());
      all.connected += slice.connected;
      all.refused += slice.refused;
      all.failedSignIns += slice.failedSignIns;
      all.cpu.push(...slice.cpu);
      all.memory.push(...slice.memory);
    }
    return all;
  }

  /** For how long each server that should be there has been away, in milliseconds; 0 for the others. */
  away(at: number): ReadonlyMap<ServerId, number> {
    return new Map(
      [...this.watches].map(([server, { downSince }]) => [server, downSince === undefined ? 0 : at - downSince]),
    );
  }
}

const emptySlice = (): Slice => ({
  ...{ calls: 0, failures: 0, connected: 0, refused: 0, failedSignIns: 0 },
  ms: new Histogram(),
  cpu: [],
  memory: [],
});
