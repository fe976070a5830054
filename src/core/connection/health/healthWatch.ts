import { message } from "../../../protocol/message";
import type { CatalogPart } from "../../catalog/catalog";
import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import { healthAfter } from "../../kernel/errorTable";
import { asHubError, HubError, toErrorView } from "../../kernel/hubError";
import { inWords, withinTime } from "../../kernel/timeLimit";
import type { Link } from "../link";
import { disconnected } from "../state";
import type { CheckMeans, HealthCheck } from "./health";

/** What a watch checks, and where it reports to. */
export interface HealthWatchPorts {
  readonly server: string;
  readonly clock: Clock;
  readonly link: Link;
  /** 0 means that there are no periodic checks. */
  readonly intervalMs: () => number;
  readonly timeoutMs: () => number;
  readonly means: () => CheckMeans;
  /** A list that the server has, to check a server that does not answer pings. */
  readonly listedPart: () => CatalogPart | undefined;
  /** While requests are in flight, their own time limits watch the server. A server that works for long is not checked and not ended. */
  readonly isBusy: () => boolean;
  /** `listsOnly`: the server answers lists but no pings. `conclusive`: a single failure means that the link is dead. */
  readonly onCheck: (check: HealthCheck, listsOnly: boolean, conclusive: boolean) => void;
}

/** The wait for the next check after a failure, in milliseconds: a dead link should not be kept for minutes. */
const afterFailureMs = 5_000;

/** The shortest time between two checks that failed requests cause, in milliseconds: many failed requests do not cause many checks. */
const checkSoonGapMs = 500;

/** Checks periodically whether a ready server still answers. Owned by its session. */
export class HealthWatch implements Disposable {
  private readonly abort = new AbortController();
  private timer: Disposable | undefined;
  private soonTimer: Disposable | undefined;
  private running = false;
  private lastCheckAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly ports: HealthWatchPorts) {
    this.plan(ports.intervalMs());
  }

  dispose(): void {
    this.timer?.dispose();
    this.soonTimer?.dispose();
    this.abort.abort(disconnected(this.ports.server));
  }

  /** Checks immediately, even while requests are in flight: after sleep or a change of the network they do not prove that the link works. */
  checkNow(): void {
    void this.check(true);
  }

  /** Checks immediately, or as soon as the last check is long enough ago. */
  checkSoon(): void {
    if (this.soonTimer || this.abort.signal.aborted) return;
    // If the computer's clock was set back, the last check must not count as being in the future.
    const waitMs = Math.min(checkSoonGapMs, this.lastCheckAt + checkSoonGapMs - this.ports.clock.now());
    if (waitMs <= 0) {
      this.checkNow();
      return;
    }
    this.soonTimer = this.ports.clock.after(waitMs, () => {
      this.soonTimer = undefined;
      this.checkNow();
    });
  }

  private plan(ms: number): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.ports.intervalMs() === 0 || this.abort.signal.aborted) return;
    this.timer = this.ports.clock.after(ms, () => void this.check(false));
  }

  private async check(conclusive: boolean): Promise<void> {
    const { ports } = this;
    const skip = this.running || this.abort.signal.aborted || (!conclusive && ports.isBusy());
    if (skip) return this.plan(ports.intervalMs());
    this.running = true;
    let at = ports.clock.now();
    this.lastCheckAt = at;
    const means = ports.means();
    let error = await this.ask(means);
    let listsOnly = false;
    const part = ports.listedPart();
    if (means === "ping" && part && error && mayOnlyIgnorePings(error)) {
      at = ports.clock.now();
      const second = await this.ask("list");
      listsOnly = second === undefined;
      error = second && !isAnswer(second) ? second : undefined;
    }
    this.running = false;
    if (this.abort.signal.aborted) return;
    const failed = error !== undefined && !isAnswer(error);
    this.plan(failed ? Math.min(afterFailureMs, ports.intervalMs()) : ports.intervalMs());
    if (failed && !conclusive && ports.isBusy()) return; // a request started meanwhile, and its own limits watch the server
    const ms = ports.clock.now() - at;
    ports.onCheck(
      { at, ms, means: listsOnly ? "list" : means, ...(failed && error && { error: toErrorView(error) }) },
      listsOnly,
      conclusive,
    );
  }

  /** Settles with the failure, if there is one. */
  private async ask(means: CheckMeans): Promise<HubError | undefined> {
    const { server, clock, link, listedPart, timeoutMs } = this.ports;
    const part = listedPart();
    const what = message("connection.checking", 'Checking "{server}"', { server });
    const onTimeout = (ms: number) =>
      new HubError(
        "timeout",
        message("connection.checkTimeout", '"{server}" did not answer a health check within {time}. See its log.', {
          server,
          time: inWords(ms),
        }),
      );
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

/** Whether the server itself reported the failure: a server that refuses a request still responds. */
const isAnswer = (error: HubError): boolean =>
  healthAfter(error) === "works" || error.code === "needs-auth" || error.code === "forbidden";

/** A server that does not support pings answers with an error, or not at all. */
const mayOnlyIgnorePings = (error: HubError): boolean => error.code === "timeout" || error.code === "server-error";
