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

/** How long a probe may take, in milliseconds: a call waits for it. */
const probeMs = 2_000;

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

  /** Whether the server answers now. It is not a check: nothing follows from it here. */
  async isThere(): Promise<boolean> {
    const { error } = await this.outcome(Math.min(probeMs, this.ports.timeoutMs()));
    // A session that is over, or was not known anymore, is followed by another one, which the call waits for.
    return !error || error.code === "session-lost" || this.abort.signal.aborted;
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
    this.lastCheckAt = ports.clock.now();
    const { at, means, listsOnly, error } = await this.outcome(ports.timeoutMs());
    this.running = false;
    if (this.abort.signal.aborted) return;
    this.plan(error ? Math.min(afterFailureMs, ports.intervalMs()) : ports.intervalMs());
    if (error && !conclusive && ports.isBusy()) return; // a request started meanwhile, and its own limits watch the server
    const ms = ports.clock.now() - at;
    ports.onCheck({ at, ms, means, ...(error && { error: toErrorView(error) }) }, listsOnly, conclusive);
  }

  /** Asks the server, and by a list where a ping says too little. `error`: why it counts as away. */
  private async outcome(limitMs: number): Promise<Outcome> {
    const { clock, means: meansNow, listedPart } = this.ports;
    const at = clock.now();
    const means = meansNow();
    const error = await this.ask(means, limitMs);
    const failure = error && !isAnswer(error, means) ? error : undefined;
    if (means === "list" || !error || !listedPart() || !mayOnlyIgnorePings(error))
      return { at, means, listsOnly: false, error: failure };
    const secondAt = clock.now();
    const second = await this.ask("list", limitMs);
    if (!second) return { at: secondAt, means: "list", listsOnly: true, error: undefined };
    // An answered ping is a sign of life, unless what answers is a gateway that brings nothing to the server.
    const isLost = second.code === "transport" || second.code === "session-lost" || failure !== undefined;
    return { at: secondAt, means, listsOnly: false, error: isLost && !isAnswer(second, "list") ? second : undefined };
  }

  /** Settles with the failure, if there is one. */
  private async ask(means: CheckMeans, limitMs: number): Promise<HubError | undefined> {
    const { server, clock, link, listedPart } = this.ports;
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
    const limit = { clock, signal: this.abort.signal, idleMs: limitMs, what, onTimeout };
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

interface Outcome {
  readonly at: number;
  readonly means: CheckMeans;
  /** It answers lists but no pings. */
  readonly listsOnly: boolean;
  readonly error: HubError | undefined;
}

/** Whether the server itself reported the failure: a server that refuses a request still responds, and so does one that garbles a ping. */
const isAnswer = (error: HubError, means: CheckMeans): boolean =>
  !error.outage &&
  (healthAfter(error) === "works" ||
    error.code === "needs-auth" ||
    error.code === "forbidden" ||
    (means === "ping" && error.code === "protocol"));

/** A server that does not support pings answers with an error, with nonsense, or not at all. */
const mayOnlyIgnorePings = ({ code }: HubError): boolean =>
  code === "timeout" || code === "server-error" || code === "protocol";
