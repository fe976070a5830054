import type { HubView } from "../../protocol/hubView";

/** Whether a server has yet to finish its first attempt to connect. */
export const isConnecting = ({ servers }: HubView): boolean =>
  servers.some(({ state }) => state.kind === "starting" && state.attempt === 1);

/** Settles when `ready` does, the time is over or the caller gives up, whichever is first; says nothing about which. */
export function atMost(ready: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
    ready.then(done, done); // what failed shows in the servers' states
  });
}
