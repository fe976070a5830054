import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import type { Stamped } from "../../protocol/hubEvent";
import type { StructuredLog } from "./structuredLog";

export interface FollowedLogPorts {
  readonly stream: EventStream;
  /** The setting `mcpHub.jsonLog`, as it is now. */
  readonly isOn: () => boolean;
  /** The current file; older ones are beside it as FILE.1 and so on. */
  readonly file: string;
  readonly clock: Pick<Clock, "after">;
  /** Hears where the log cannot be loaded or written. */
  readonly report: (error: unknown) => void;
}

/** A file of about this size is put aside, in bytes, and so many files there are at most: together they are one window's. */
const bounds = { maxBytes: 2 * 1024 * 1024, files: 3 };

/** The code that writes takes 20 ms to load: it is loaded this long after the log was wanted, in milliseconds, when a window has started. */
const loadAfterMs = 2000;

/** Keeps the structured log while the setting says so. What happens until its code is loaded is written then. */
export class FollowedLog {
  private log: StructuredLog | undefined;
  private isWanted = false;
  /** One change after the other. */
  private turn: Promise<void> = Promise.resolve();
  private isOver = false;
  /** Somebody waits for the log. */
  private isNeeded = false;
  private load = () => {};

  constructor(private readonly ports: FollowedLogPorts) {
    this.adjust();
  }

  readonly follow = (event: Stamped): void => {
    if (event.type === "config.read") this.adjust();
  };

  /** Writes a failure; a defect of the hub comes with its stack. */
  report(error: unknown): void {
    void this.turn.then(() => this.log?.report(error));
  }

  /** The file that is written now; `undefined` while the log is off or cannot be written. */
  async current(): Promise<string | undefined> {
    this.loadNow();
    await this.turn;
    return this.log && this.ports.file;
  }

  /** Settles when everything is written. */
  async close(): Promise<void> {
    this.isOver = true;
    this.loadNow();
    await this.turn;
    await this.log?.close();
    this.log = undefined;
  }

  private adjust(): void {
    const { isOn, stream, report } = this.ports;
    if (isOn() === this.isWanted || this.isOver) return;
    this.isWanted = !this.isWanted;
    const { isWanted } = this;
    const before = stream.count;
    this.turn = this.turn.then(() => this.replace(isWanted, before)).catch(report);
  }

  /** `before`: how many events had been published when it was decided; what came while the code was loaded is written, too. */
  private async replace(isWanted: boolean, before: number): Promise<void> {
    const { stream, file, report } = this.ports;
    await this.log?.close();
    this.log = undefined;
    if (!isWanted) return;
    await this.loading();
    const { structuredLog } = await import("./structuredLog");
    const failed = (text: string) => report(new HubError("internal", text));
    this.log = structuredLog(stream, { file, ...bounds, after: before, failed });
  }

  private loadNow(): void {
    this.isNeeded = true;
    this.load();
  }

  private loading(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isNeeded) return resolve();
      const timer = this.ports.clock.after(loadAfterMs, resolve, true);
      this.load = () => {
        timer.dispose();
        resolve();
      };
    });
  }
}
