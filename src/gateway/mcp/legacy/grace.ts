import type { ServerResponse } from "node:http";
import type { Clock } from "../../../core/kernel/clock";
import type { Disposable } from "../../../core/kernel/disposable";

/** How long a request goes on without its client, in milliseconds: a disconnect is not a cancel in the revisions with a handshake. */
const graceMs = { resumable: 30_000, other: 5000 } as const;

/** What is known of a client that may lose its connection; of what collects the answers of a batch, nothing. */
export interface Followed {
  readonly canResume?: boolean;
  readonly isConnected?: boolean;
}

/** Calls `gone` once the client of a response has been away for longer than it may be, unless what it returns is disposed first. */
export function whileWanted(
  clock: Pick<Clock, "after">,
  client: Followed,
  response: Pick<ServerResponse, "on" | "off" | "destroyed">,
  gone: () => void,
): Disposable {
  let timer: Disposable | undefined;
  /** A client that has come back may be lost again: it is looked for from then on. */
  const wait = () => {
    const ms = client.canResume && !client.isConnected ? graceMs.resumable : graceMs.other;
    const wasThere = client.isConnected;
    timer = clock.after(ms, () => (wasThere || client.isConnected ? wait() : gone()), true);
  };
  // Cheaper than a signal, which every request would have to make.
  response.on("close", wait);
  if (response.destroyed) wait();
  return {
    dispose() {
      timer?.dispose();
      response.off("close", wait);
    },
  };
}
