import { message } from "../../protocol/message";
import { onAbort } from "../kernel/abortSignals";
import type { Clock } from "../kernel/clock";
import { abortError, HubError } from "../kernel/hubError";
import type { ToolResult } from "../messages/toolResult";
import { leftOf, nameOf } from "./budget";
import { outOfTime } from "./deadline";
import type { Handler, ToolCall } from "./toolCall";

/** One request that several callers wait for. It is cancelled only when the last of them has given up. */
export class SharedRequest {
  private readonly abort = new AbortController();
  private readonly callers = new Set<ToolCall>();
  readonly answer: Promise<ToolResult>;
  /** When the limit of the caller who began it is over. */
  readonly endsAt: number;

  constructor(next: Handler, call: ToolCall) {
    this.endsAt = call.endsAt ?? Number.POSITIVE_INFINITY;
    const { callers } = this;
    this.answer = next({
      ...call,
      signal: this.abort.signal,
      onProgress: (progress) => {
        for (const caller of callers) caller.onProgress?.(progress);
      },
    });
  }

  /** Whether all callers have given up, so that no other may join. */
  get isOver(): boolean {
    return this.abort.signal.aborted;
  }

  /** Settles with the answer, or when this caller gives up or its own time is over; the others wait on. */
  join(call: ToolCall, clock: Clock, limitMs: number): Promise<ToolResult> {
    const { signal } = call;
    if (signal.aborted) return Promise.reject(this.without(call, abortError(signal, nameOf(call))));
    this.callers.add(call);
    return new Promise((resolve, reject) => {
      const left = leftOf(call, clock);
      const settle = () => {
        timer?.dispose();
        stopListening();
        this.callers.delete(call);
      };
      const leave = (error: HubError) => {
        settle();
        reject(this.without(call, error));
      };
      const cancel = () => leave(abortError(signal, nameOf(call)));
      const timer =
        left < Number.POSITIVE_INFINITY ? clock.after(left, () => leave(outOfTime(call, limitMs))) : undefined;
      const stopListening = onAbort(signal, cancel);
      this.answer.then(
        (result) => {
          settle();
          resolve(result);
        },
        (error: unknown) => {
          settle();
          reject(error);
        },
      );
    });
  }

  private without(call: ToolCall, error: HubError): HubError {
    if (this.callers.size === 0)
      this.abort.abort(
        new HubError("cancelled", message("calls.cancelled", "{call} was cancelled.", { call: nameOf(call) })),
      );
    return error;
  }
}
