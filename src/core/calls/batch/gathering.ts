import type { Tool } from "../../catalog/catalog";
import { onAbort } from "../../kernel/abortSignals";
import type { Clock } from "../../kernel/clock";
import type { Disposable } from "../../kernel/disposable";
import { abortError } from "../../kernel/hubError";
import type { ToolResult } from "../../messages/toolResult";
import { nameOf } from "../budget";
import type { Handler, ToolCall } from "../toolCall";

/** How long the first call waits for others, in milliseconds. */
export const gatherMs = 100;

export interface GatheringParts {
  readonly clock: Clock;
  /** The batch form that the calls are gathered for. */
  readonly form: Tool;
  /** How many calls go at once. */
  readonly most: number;
  /** Sends the calls that were gathered; returns how each of them is answered. */
  readonly send: (calls: readonly ToolCall[]) => Handler;
  /** It takes no more calls. */
  readonly onEnd: () => void;
}

/** Calls that wait for each other: until they are enough, or the first has waited long enough. A cancelled call leaves the others alone. */
export class Gathering {
  private readonly waiting = new Map<ToolCall, (answer: Handler) => void>();
  private readonly alarm: Disposable;
  private isOver = false;

  constructor(private readonly parts: GatheringParts) {
    this.alarm = parts.clock.after(gatherMs, () => this.send());
  }

  /** Whether another call may join: its server still has the same batch form. */
  takes(form: Tool): boolean {
    return !this.isOver && form === this.parts.form;
  }

  add(call: ToolCall): Promise<ToolResult> {
    const { clock, most } = this.parts;
    const { signal } = call;
    if (signal.aborted) return Promise.reject(abortError(signal, nameOf(call)));
    const began = clock.now();
    const answer = new Promise<ToolResult>((resolve, reject) => {
      const stopListening = onAbort(signal, () => {
        this.waiting.delete(call);
        if (this.waiting.size === 0) this.end();
        reject(abortError(signal, nameOf(call)));
      });
      this.waiting.set(call, (send) => {
        stopListening();
        if (call.trace) call.trace.waitsMs += clock.now() - began;
        resolve(send(call));
      });
    });
    if (this.waiting.size >= most) this.send();
    return answer;
  }

  private send(): void {
    this.end();
    const answer = this.answerer([...this.waiting.keys()]);
    for (const start of this.waiting.values()) start(answer);
    this.waiting.clear();
  }

  /** A failure to send them, as where the server is gone meanwhile, is the failure of each. */
  private answerer(calls: readonly ToolCall[]): Handler {
    try {
      return this.parts.send(calls);
    } catch (error) {
      return () => Promise.reject(error);
    }
  }

  private end(): void {
    this.isOver = true;
    this.alarm.dispose();
    this.parts.onEnd();
  }
}
