import type { RequestMethod, ServerId } from "../../../protocol/hubEvent";
import { onAbort } from "../../kernel/abortSignals";
import { canonicalJson } from "../../kernel/canonicalJson";
import { type OuterLayer, run, type ToolCall } from "../toolCall";

/** What a recent call asked for, unchanged. It never leaves the host but for the clipboard of the person who asks for it. */
export interface KeptCall {
  readonly server: ServerId;
  readonly method: RequestMethod;
  readonly tool: string;
  readonly args: ToolCall["args"];
}

const callsKept = 500;
const charactersKept = 16 * 1024 * 1024;
/** Larger arguments are not kept: such a call cannot be made again from here. */
const argsLimit = 1024 * 1024;

/** The latest calls as they were made, so that they can be made again, and the ends of those that run. They never enter the stream of events. */
export class KeptCalls {
  private readonly calls = new Map<string, KeptCall & { readonly size: number }>();
  private readonly running = new Map<string, AbortController>();
  private total = 0;

  /** Remembers each call that passes, and lets the person end it. */
  readonly layer: OuterLayer = (next) => (call) => {
    this.keep(call);
    const { id, signal } = call;
    const end = new AbortController();
    const cancel = () => end.abort(signal.reason);
    if (signal.aborted) cancel();
    // `AbortSignal.any` would cost several times as much, and this listener is not needed after the call.
    const stopListening = onAbort(signal, cancel);
    this.running.set(id, end);
    return run(next, { ...call, signal: end.signal }).finally(() => {
      stopListening();
      this.running.delete(id);
    });
  };

  /** The call, while it is kept. */
  of(call: string): KeptCall | undefined {
    return this.calls.get(call);
  }

  /** Ends a call that runs, as its caller could; returns whether it ran. */
  cancel(call: string): boolean {
    const end = this.running.get(call);
    end?.abort();
    return end !== undefined;
  }

  private keep({ id, server, method, tool, args }: ToolCall): void {
    const size = canonicalJson(args, argsLimit)?.length;
    if (size === undefined) return;
    this.calls.set(id, { server, method, tool, args, size });
    this.total += size;
    for (const [oldest, { size }] of this.calls) {
      if (this.calls.size <= callsKept && this.total <= charactersKept) break;
      this.calls.delete(oldest);
      this.total -= size;
    }
  }
}
