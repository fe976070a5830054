import type { ServerId, Stamped } from "../../../protocol/hubEvent";
import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import { ConnectionWatch } from "../metrics/connectionWatch";
import type { ReadProcess } from "../processFigures";
import type { PeriodFigures } from "./periodFigures";
import { PeriodLog } from "./periodLog";
import type { ReportStore } from "./reportStore";

/** How often figures are stored where there are calls, in milliseconds. */
const saveMs = 60_000;

/** How often where nothing happens but time: below the time after which a place counts as left. */
const idleSaves = 5;

export interface RecorderParts {
  readonly store: ReportStore;
  readonly clock: Clock;
  readonly process: ReadProcess;
  /** Hears of what could not be stored. */
  readonly report: (error: unknown) => void;
}

/** Follows the event stream and keeps the figures that reports are made of. Where all places are taken, they last as long as the process. */
export class ReportRecorder implements Disposable {
  private log = new PeriodLog();
  private readonly watches = new Map<ServerId, ConnectionWatch>();
  private timer: Disposable;
  private cpuSeconds: number;
  private sampledAt: number;
  private countedAt: number;
  private hasPlace = false;
  private callsThisMinute = 0;
  private unsaved = 0;
  private isSaving = false;
  private isClosed = false;

  constructor(private readonly parts: RecorderParts) {
    this.cpuSeconds = parts.process().cpuSeconds;
    this.sampledAt = parts.clock.now();
    this.countedAt = this.sampledAt;
    this.timer = this.nextLook();
  }

  readonly follow = (event: Stamped): void => {
    switch (event.type) {
      case "call.ended":
        this.callsThisMinute++;
        this.log.at(event.at).addCall(event);
        return;
      case "server.removed":
        this.settle(event.server, this.watches.get(event.server), event.at);
        this.watches.delete(event.server);
        return;
      case "server.state": {
        const watch = this.watches.get(event.server) ?? new ConnectionWatch(2 * saveMs);
        this.watches.set(event.server, watch);
        this.settle(event.server, watch, event.at);
        const facts = watch.change(event.state, event.at);
        for (const fact of facts) this.log.at(event.at).addConnection(event.server, fact);
      }
    }
  };

  /** The logs that a report of now is made of: this process's own, and those of others. */
  logs(): readonly PeriodLog[] {
    this.count(this.parts.clock.now());
    return [this.log, ...this.parts.store.others()];
  }

  /** Stores what there is and gives the place back. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.dispose();
    this.count(this.parts.clock.now());
    if (this.takePlace()) await this.parts.store.leave(this.log).catch(this.parts.report);
  }

  dispose(): void {
    this.isClosed = true;
    this.timer.dispose();
  }

  private nextLook(): Disposable {
    return this.parts.clock.after(
      saveMs,
      () => {
        this.timer = this.nextLook();
        const calls = this.callsThisMinute;
        this.count(this.parts.clock.now());
        if (calls > 0 || ++this.unsaved >= idleSaves) void this.save();
      },
      true,
    );
  }

  /** Counts the time since the last look, and how busy the process was in it. */
  private count(now: number): void {
    const hour = this.log.at(now);
    for (const [server, watch] of this.watches) this.settle(server, watch, now);
    hour.peak = Math.max(hour.peak, this.callsThisMinute);
    hour.ranMs += Math.min(Math.max(0, now - this.countedAt), 2 * saveMs); // longer: the machine slept
    this.countedAt = now;
    const passed = now - this.sampledAt;
    if (passed >= saveMs / 2 || passed < 0) this.sample(hour, passed);
    this.log.tidy(now);
  }

  private sample(hour: PeriodFigures, passed: number): void {
    const { cpuSeconds, memoryBytes, memoryLimitBytes } = this.parts.process();
    if (passed > 0) hour.cpu.add(Math.max(0, cpuSeconds - this.cpuSeconds) * (1000 / passed));
    if (memoryLimitBytes > 0) hour.memory.add(memoryBytes / memoryLimitBytes);
    this.cpuSeconds = cpuSeconds;
    this.sampledAt += passed;
    this.callsThisMinute = 0;
  }

  private settle(server: ServerId, watch: ConnectionWatch | undefined, at: number): void {
    if (!watch) return;
    const { upMs, downMs } = watch;
    watch.settle(at);
    if (watch.upMs === upMs && watch.downMs === downMs) return;
    const figures = this.log.at(at).server(server);
    figures.upMs += watch.upMs - upMs;
    figures.downMs += watch.downMs - downMs;
  }

  /** A process that ends soon needs no place: it takes one when it has something to store. */
  private takePlace(): boolean {
    if (this.hasPlace) return true;
    const earlier = this.parts.store.take();
    if (!earlier) return false;
    for (const { figures } of this.log.since(0)) earlier.at(figures.from).merge(figures);
    this.log = earlier;
    this.hasPlace = true;
    return true;
  }

  private async save(): Promise<void> {
    if (this.isSaving || !this.takePlace()) return;
    this.isSaving = true;
    this.unsaved = 0;
    await this.parts.store.save(this.log).catch(this.parts.report);
    this.isSaving = false;
  }
}
