import { callerKey } from "../../../protocol/caller";
import type { HubEvent, ServerId } from "../../../protocol/hubEvent";
import { onAbort } from "../../kernel/abortSignals";
import type { Clock } from "../../kernel/clock";
import { abortError, HubError } from "../../kernel/hubError";
import { inWords } from "../../kernel/timeLimit";
import type { ToolResult } from "../../messages/toolResult";
import { type CallOptionsOf, leftOf, nameOf } from "../budget";
import type { CallOptions } from "../callOptions";
import { outOfTime } from "../deadline";
import { type Handler, type Layer, run, type ToolCall } from "../toolCall";
import { CallLimiter, type Waiting } from "./callLimiter";
import { rateLimitIn } from "./rateLimitRules";

export interface LimitParts {
  readonly optionsOf: CallOptionsOf;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
}

/** How many calls a server gets at once and in a minute. Who must wait waits in turn, in a bounded queue, within the call's limit. */
export class Limits {
  private readonly lanes = new Map<ServerId, CallLimiter>();

  constructor(private readonly parts: LimitParts) {}

  readonly layer: Layer = (next) => (call) => {
    const options = this.parts.optionsOf(call);
    const lane = this.lane(call.server);
    lane.follow(options);
    if (lane.enter()) return this.run(lane, next, call, options);
    const began = this.parts.clock.now();
    return this.turn(lane, call, options)
      .finally(() => {
        if (call.trace) call.trace.queueMs += this.parts.clock.now() - began;
      })
      .then(() => this.run(lane, next, call, options));
  };

  /** The server is no longer part of the hub. Calls that still run or wait keep their lane until they end. */
  forget(server: ServerId): void {
    this.lanes.delete(server);
  }

  private lane(server: ServerId): CallLimiter {
    let lane = this.lanes.get(server);
    if (!lane) {
      lane = new CallLimiter(this.parts.clock, (waiting) =>
        this.parts.publish({ type: "queue.changed", server, waiting }),
      );
      this.lanes.set(server, lane);
    }
    return lane;
  }

  private run(lane: CallLimiter, next: Handler, call: ToolCall, options: CallOptions): Promise<ToolResult> {
    const began = this.parts.clock.now();
    const failed = (error: unknown): never => {
      if (error instanceof HubError && error.code === "rate-limited") lane.tooMany(began, error.retryAfterMs);
      lane.leave();
      throw error;
    };
    return run(next, call).then((result) => {
      const limited = rateLimitIn(options.rateLimitRules, call, result);
      if (limited) return failed(limited);
      lane.wentWell();
      lane.leave();
      return result;
    }, failed);
  }

  /** Settles when it is this call's turn; fails at once where the queue is full or the wait is known not to fit. */
  private async turn(lane: CallLimiter, call: ToolCall, options: CallOptions): Promise<void> {
    const { clock } = this.parts;
    const { signal } = call;
    if (lane.waiting >= options.maxQueuedCalls) throw full(lane, call);
    const left = leftOf(call, clock);
    const waitMs = lane.waitMs();
    if (waitMs > 0 && waitMs >= left) throw tooSoon(call, waitMs);
    return new Promise((resolve, reject) => {
      const settle = () => {
        timer?.dispose();
        stopListening();
      };
      const giveUp = (error: HubError) => {
        settle();
        lane.remove(waiting);
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
          ? clock.after(left, () => giveUp(outOfTime(call, options.callLimitSeconds * 1000, "no")))
          : undefined;
      const stopListening = onAbort(signal, cancel);
      lane.add(waiting);
    });
  }
}

const full = (lane: CallLimiter, call: ToolCall) =>
  new HubError(
    "queue-full",
    `${nameOf(call)} was not called: ${lane.waiting} calls wait for this server already, and ${lane.inFlight} run. Call it again when some have ended, or raise mcpHub.maxQueuedCalls.`,
    { sent: "no" },
  );

const tooSoon = (call: ToolCall, waitMs: number) =>
  new HubError(
    "rate-limited",
    `${nameOf(call)} was not called: the rate limit of "${call.server}" is reached, and it may be called again in ${inWords(waitMs)}.`,
    { sent: "no", retryAfterMs: waitMs },
  );
