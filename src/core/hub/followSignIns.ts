import type { SignIns } from "../auth/signIns";
import type { Disposable } from "../kernel/disposable";
import type { Event } from "../kernel/emitter";
import { HubError } from "../kernel/hubError";
import type { EventStream } from "./eventStream";
import type { Hub } from "./hub";

interface SignInPorts {
  /** A stored secret changed, perhaps in another process: its key. */
  readonly onChange: Event<string>;
  readonly signIns: Pick<SignIns, "secretChanged">;
  readonly stream: Pick<EventStream, "view">;
  readonly hub: Pick<Hub, "connect" | "restart">;
  /** Receives defects; what a server lacks is said by its state. */
  readonly report: (error: unknown) => void;
}

/** Follows sign-ins and sign-outs made elsewhere: a server that needs a sign-in connects, and one that was signed out restarts. */
export function followSignIns({ onChange, signIns, stream, hub, report }: SignInPorts): Disposable {
  const disposed = new AbortController();
  const follow = async (key: string): Promise<void> => {
    for (const { server, signedIn } of await signIns.secretChanged(key, disposed.signal)) {
      const { state } = stream.view.servers.find(({ id }) => id === server) ?? {};
      if (signedIn && state?.kind === "needs-auth") await hub.connect(server);
      if (!signedIn && state?.kind === "ready") await hub.restart(server);
    }
  };
  const changes = onChange((key) => {
    follow(key).catch((error) => {
      if (!(error instanceof HubError)) report(error);
    });
  });
  return {
    dispose() {
      disposed.abort();
      changes.dispose();
    },
  };
}
