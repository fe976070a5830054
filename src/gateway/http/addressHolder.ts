import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { Emitter, type Event } from "../../core/kernel/emitter";
import { isPortTaken, type Listener } from "./listen";

export interface HoldOptions {
  /** Listens on the stable port at once or not at all: with `portWaitMs: 0`. */
  readonly listen: () => Promise<Listener>;
  readonly clock: Clock;
  /** Hears once why the port cannot be listened on at all, and of later failures of another kind. */
  readonly report: (error: unknown) => void;
  /** How long until the port is tried again, in milliseconds; up to a fifth more or less, so that processes do not all try together. */
  readonly everyMs?: number;
  /** From 0 to 1; `Math.random` where it is missing. */
  readonly random?: () => number;
}

/**
 * Holds the stable address of the gateway, which one process of the user has at a time: the port itself is the lock. A process that does
 * not have it tries again and again, so that it is taken over within a second when the holder closes or dies.
 */
export class AddressHolder {
  private listener: Listener | undefined;
  private timer: Disposable | undefined;
  private isClosed = false;
  private reported = "";
  private trying: Promise<void>;
  private readonly changes: Emitter<Listener | undefined>;
  /** Fires when this process has got the address, and when it has given it up. */
  readonly onChange: Event<Listener | undefined>;

  constructor(private readonly options: HoldOptions) {
    this.changes = new Emitter(options.report);
    this.onChange = this.changes.event;
    this.trying = this.attempt();
  }

  /** The listener while this process has the address. */
  get held(): Listener | undefined {
    return this.listener;
  }

  /** Settles once the first attempt has: `held` then says whether another process has the address. */
  get tried(): Promise<void> {
    return this.trying;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.timer?.dispose();
    await this.trying;
    const { listener } = this;
    this.listener = undefined;
    await listener?.close();
    if (listener) this.changes.fire(undefined);
  }

  private async attempt(): Promise<void> {
    try {
      const listener = await this.options.listen();
      this.listener = listener; // `close` waits for this attempt
      this.reported = "";
      this.changes.fire(listener);
    } catch (error) {
      const text = String(error);
      if (!isPortTaken(error) && text !== this.reported) {
        this.reported = text;
        this.options.report(error);
      }
      this.again();
    }
  }

  private again(): void {
    if (this.isClosed) return;
    const { clock, everyMs = 500, random = Math.random } = this.options;
    const ms = Math.round(everyMs * (0.8 + 0.4 * random()));
    const attempt = () => {
      this.trying = this.attempt();
    };
    this.timer = clock.after(ms, attempt, true);
  }
}
