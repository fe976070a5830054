import type { ClientContext } from "@modelcontextprotocol/client";
import { onAbort } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { message } from "../../protocol/message";

/** How often a server is sent progress while its request is answered, in milliseconds: some give up after 10 s of silence. */
const progressMs = 5000;

/**
 * Answers a server's request; where the request has a progress token, the server is sent progress meanwhile (specification, progress):
 * a person may think for longer than the server would wait in silence. `report` takes the failure to deliver progress.
 */
export async function withProgress<T>(
  clock: Clock,
  report: (error: unknown) => void,
  { _meta, signal, notify }: Pick<ClientContext["mcpReq"], "_meta" | "signal" | "notify">,
  answer: () => Promise<T>,
): Promise<T> {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return answer();
  let progress = 0;
  const send = () => {
    const params = {
      progressToken,
      progress: ++progress,
      message: message("questions.waiting", "Waiting for the answer."),
    };
    notify({ method: "notifications/progress", params }).catch(report);
    timer = clock.after(progressMs, send);
  };
  let timer = clock.after(progressMs, send);
  const stop = () => timer.dispose();
  const stopListening = onAbort(signal, stop); // cancelled: the answer goes nowhere
  try {
    return await answer();
  } finally {
    stopListening();
    stop();
  }
}
