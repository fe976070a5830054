import { callerKey } from "../../../protocol/caller";
import type { HubEvent, ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { onAbort } from "../../kernel/abortSignals";
import type { Clock } from "../../kernel/clock";
import { abortError, HubError } from "../../kernel/hubError";
import { inWords } from "../../kernel/timeLimit";
import type { ToolResult } from "../../messages/toolResult";
import { askedMs } from "../../questions/personTime";
import { type CallOptionsOf, leftOf, limitMsOf, nameOf } from "../budget";
import type { CallOptions } from "../callOptions";
import { outOfTime } from "../deadline";
import { type Handler, type Layer, run, type ToolCall } from "../toolCall";
import { CallLimiter, type Waiting } from "./callLimiter";
import { rateLimitIn } from "./rateLimitRules";
import { SharedPlace } from "./sharedPlace";

export interface LimitParts {
  readonly optionsOf: CallOptionsOf;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
}

/** How many calls a server gets at once and in a minute. Other calls wait in a bounded, fair queue, within their own limits. */
export class Limits {
  private readonly limiters = new Map<ServerId, CallLimiter>();

  constructor(private readonly parts: LimitParts) {}

  readonly layer: Layer = (next) => (call) => {
    const options = this.parts.optionsOf(call);
    const limiter = this.limiter(call.server);
    limiter.follow(options);
    if (limiter.enter()) return this.run(limiter, next, call, options);
    const began = this.parts.clock.now();
    return this.turn(limiter, call, options)
      .finally(() => {
        const now = this.parts.clock.now();
        if (call.trace) call.trace.queueMs += now - began - askedMs(call.trace, began, now);
      })
      .then(() => this.run(limiter, next, call, options));
  };

  /** The server is no longer part of the hub. Calls that still run or wait keep their limiter until they end. */
  forget(server: ServerId): void {
    this.limiters.get(server)?.dispose();
    this.limiters.delete(server);
  }

  private limiter(server: ServerId): CallLimiter {
    let limiter = this.limiters.get(server);
    if (!limiter) {
      const { clock, publish } = this.parts;
      limiter = new CallLimiter(
        clock,
        (waiting) => publish({ type: "queue.changed", server, waiting }),
        (perMinute) => publish({ type: "rate.changed", server, ...(perMinute !== undefined && { perMinute }) }),
      );
      this.limiters.set(server, limiter);
    }
    return limiter;
  }

  private run(limiter: CallLimiter, next: Handler, call: ToolCall, options: CallOptions): Promise<ToolResult> {
    const began = this.parts.clock.now();
    const { answers } = call;
    const place = answers?.answersLater ? new SharedPlace(limiter, answers) : undefined;
    const leave = () => (place ? place.leave() : limiter.leave());
    limiter.began(began);
    const failed = (error: unknown): never => {
      if (error instanceof HubError && error.code === "rate-limited") limiter.tooMany(began, error.retryAfterMs);
      leave();
      throw error;
    };
    return run(next, place ? { ...call, answers: place.answers } : call).then((result) => {
      const limited = rateLimitIn(options.rateLimitRules, call, result);
      if (limited) return failed(limited);
      limiter.wentWell();
      leave();
      return result;
    }, failed);
  }

  /** Settles when it is this call's turn; fails at once where the queue is full or the wait is known not to fit. */
  private async turn(limiter: CallLimiter, call: ToolCall, options: CallOptions): Promise<void> {
    const { clock } = this.parts;
    const { signal } = call;
    if (limiter.waiting >= options.maxQueuedCalls) throw full(limiter, call);
    const left = leftOf(call, clock);
    const waitMs = limiter.waitMs();
    if (waitMs > 0 && waitMs >= left) throw tooSoon(call, waitMs);
    return new Promise((resolve, reject) => {
      const settle = () => {
        timer?.dispose();
        stopListening();
      };
      const giveUp = (error: HubError) => {
        settle();
        limiter.remove(waiting);
        reject(error);
      };
      const cancel = () => giveUp(abortError(signal, nameOf(call)));
      const waiting: Waiting = {
        path: [callerKey(call.caller), call.tool],
        start: () => {
          settle();
          resolve();
        },
      };
      if (signal.aborted) return reject(abortError(signal, nameOf(call)));
      const timer =
        left < Number.POSITIVE_INFINITY
          ? clock.after(left, () => giveUp(outOfTime(call, limitMsOf(call, options), { sent: "no" })))
          : undefined;
      const stopListening = onAbort(signal, cancel);
      limiter.add(waiting);
    });
  }
}

const full = (limiter: CallLimiter, call: ToolCall) =>
  new HubError(
    "queue-full",
    message(
      "calls.queueFull",
      "{call} was not called: the queue of this server is full ({waiting} waiting, {running} running). Call it again when some have ended, or raise mcpHub.maxQueuedCalls.",
      { call: nameOf(call), waiting: limiter.waiting, running: limiter.inFlight },
    ),
    { sent: "no" },
  );

const tooSoon = (call: ToolCall, waitMs: number) =>
  new HubError(
    "rate-limited",
    message(
      "calls.rateLimited",
      '{call} was not called: the rate limit of "{server}" is reached. It may be called again in {wait}.',
      { call: nameOf(call), server: call.server, wait: inWords(waitMs) },
    ),
    { sent: "no", retryAfterMs: waitMs },
  );
