import type { CatalogPart } from "../../catalog/catalog";
import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import { healthAfter } from "../../kernel/errorTable";
import { asHubError, HubError, toErrorView } from "../../kernel/hubError";
import { inWords, withinTime } from "../../kernel/timeLimit";
import type { Link } from "../link";
import type { CheckMeans, HealthCheck } from "./health";

export interface HealthWatchPorts {
  readonly server: string;
  readonly clock: Clock;
  readonly link: Link;
  /** 0 means that no checks are made by the clock. */
  readonly intervalMs: () => number;
  readonly timeoutMs: () => number;
  readonly means: () => CheckMeans;
  /** A list that the server has, for one that answers no pings. */
  readonly listed: () => CatalogPart | undefined;
  /** While calls are in flight, their own limits watch the server: one that works for long is not asked, and is not ended. */
  readonly isBusy: () => boolean;
  /** `latch`: the server answers lists and no pings. `strict`: one failure says that the line is dead. */
  readonly onCheck: (check: HealthCheck, latch: boolean, strict: boolean) => void;
}

/** After a failure the next check comes sooner, in milliseconds: a dead line should not be kept for minutes. */
const soonMs = 5_000;

/** Between two checks that failed calls ask for, in milliseconds: a server that fails many calls is not asked once more for each. */
const doubtPauseMs = 500;

/** Asks a ready server from time to time whether it still answers. Owned by its line. */
export class HealthWatch implements Disposable {
  private readonly abort = new AbortController();
  private timer: Disposable | undefined;
  private doubted: Disposable | undefined;
  private running = false;
  private began = Number.NEGATIVE_INFINITY;

  constructor(private readonly ports: HealthWatchPorts) {
    this.plan(ports.intervalMs());
  }

  dispose(): void {
    this.timer?.dispose();
    this.doubted?.dispose();
    this.abort.abort(new HubError("not-connected", `"${this.ports.server}" was disconnected.`));
  }

  /** One check at once, whatever is in flight: after a sleep or a change of network nothing in flight proves a line alive. */
  checkNow(): void {
    void this.check(true);
  }

  /** A call failed in a way that says that the line may be gone: a check at once, or as soon as the last one is long enough ago. */
  doubt(): void {
    if (this.doubted || this.abort.signal.aborted) return;
    // Where the computer's clock was set back, the last check is not in the future.
    const waitMs = Math.min(doubtPauseMs, this.began + doubtPauseMs - this.ports.clock.now());
    if (waitMs <= 0) {
      this.checkNow();
      return;
    }
    this.doubted = this.ports.clock.after(waitMs, () => {
      this.doubted = undefined;
      this.checkNow();
    });
  }

  private plan(ms: number): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.ports.intervalMs() === 0 || this.abort.signal.aborted) return;
    this.timer = this.ports.clock.after(ms, () => void this.check(false));
  }

  private async check(strict: boolean): Promise<void> {
    const { ports } = this;
    const skip = this.running || this.abort.signal.aborted || (!strict && ports.isBusy());
    if (skip) return this.plan(ports.intervalMs());
    this.running = true;
    let at = ports.clock.now();
    this.began = at;
    const means = ports.means();
    let error = await this.ask(means);
    let latch = false;
    const part = ports.listed();
    if (means === "ping" && part && error && mayOnlyIgnorePings(error)) {
      at = ports.clock.now();
      const second = await this.ask("list");
      latch = second === undefined;
      error = second && !isAnswer(second) ? second : undefined;
    }
    this.running = false;
    if (this.abort.signal.aborted) return;
    const failed = error !== undefined && !isAnswer(error);
    this.plan(failed ? Math.min(soonMs, ports.intervalMs()) : ports.intervalMs());
    if (failed && !strict && ports.isBusy()) return; // a call began meanwhile, and watches over the server itself
    const ms = ports.clock.now() - at;
    ports.onCheck(
      { at, ms, means: latch ? "list" : means, ...(failed && error && { error: toErrorView(error) }) },
      latch,
      strict,
    );
  }

  /** Settles with what went wrong. */
  private async ask(means: CheckMeans): Promise<HubError | undefined> {
    const { server, clock, link, listed, timeoutMs } = this.ports;
    const part = listed();
    const what = `Checking "${server}"`;
    const onTimeout = (ms: number) =>
      new HubError("timeout", `"${server}" did not answer a health check within ${inWords(ms)}. See its log.`);
    const limit = { clock, signal: this.abort.signal, idleMs: timeoutMs(), what, onTimeout };
    try {
      await withinTime<unknown>(limit, (signal) =>
        means === "list" && part ? link.refresh(part, signal) : link.ping(signal),
      );
      return undefined;
    } catch (error) {
      return asHubError(error);
    }
  }
}

/** Whether a failure came from the server itself: whoever refuses is there. */
const isAnswer = (error: HubError): boolean => healthAfter(error) === "works" || error.code === "needs-auth";

/** A server that knows no pings answers with an error, or not at all. */
const mayOnlyIgnorePings = (error: HubError): boolean => error.code === "timeout" || error.code === "server-error";
