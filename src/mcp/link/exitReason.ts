import type { Clock } from "../../core/kernel/clock";
import type { HubError } from "../../core/kernel/hubError";
import { Pause } from "../../core/kernel/pause";

/**
 * How long the exit of a program may take to be known after its pipe broke, and how often it is polled, in milliseconds. On a busy machine
 * it takes a while; a program that goes on without reading its input is rare, and can wait.
 */
const exitKnownMs = 5000;
const pollMs = 10;

/** Whether a broken pipe is behind a failure, however often it was wrapped on its way through the SDK. */
function isBrokenPipe(failure: unknown): boolean {
  let error = failure;
  for (let depth = 0; depth < 8 && error instanceof Error; depth++, error = error.cause)
    if ("code" in error && error.code === "EPIPE") return true;
  return false;
}

/** Where a program exits at once, its pipe may break first; how it exited, which says more, is known a moment later. */
export async function exitReason(
  { kind, closeReason }: { readonly kind: string; readonly closeReason?: () => HubError | undefined },
  failure: unknown,
  clock: Clock,
  signal: AbortSignal,
): Promise<HubError | undefined> {
  if (kind !== "stdio" || !isBrokenPipe(failure)) return undefined;
  const pause = new Pause(clock);
  for (let ms = 0; ms < exitKnownMs && !closeReason?.() && !signal.aborted; ms += pollMs)
    await pause.for(pollMs, signal);
  return closeReason?.();
}
