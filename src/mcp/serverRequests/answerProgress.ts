import type { ClientContext } from "@modelcontextprotocol/client";
import { onAbort } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";

/** How often a server hears that its request is being answered, in milliseconds: some give up after 10 s of silence. */
const tellMs = 5000;

/**
 * Runs the answering of a server's request; where the request has a progress token, the server hears meanwhile that it goes on
 * (specification, progress): a person may think for longer than the server would wait in silence. `tell` hears what was not delivered.
 */
export async function withProgress<T>(
  clock: Clock,
  tell: (error: unknown) => void,
  { _meta, signal, notify }: Pick<ClientContext["mcpReq"], "_meta" | "signal" | "notify">,
  answer: () => Promise<T>,
): Promise<T> {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return answer();
  let progress = 0;
  const beat = () => {
    const params = { progressToken, progress: ++progress, message: "The answer is awaited." };
    notify({ method: "notifications/progress", params }).catch(tell);
    timer = clock.after(tellMs, beat);
  };
  let timer = clock.after(tellMs, beat);
  const stop = () => timer.dispose();
  const stopListening = onAbort(signal, stop); // cancelled: what still answers, answers to nobody
  try {
    return await answer();
  } finally {
    stopListening();
    stop();
  }
}
