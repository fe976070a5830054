import type { SignIns } from "../../core/auth/signIns";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import type { SealedFile } from "./sealedFile";

interface SignInWatchParts {
  readonly file: SealedFile;
  readonly signIns: Pick<SignIns, "secretChanged">;
  readonly stream: Pick<EventStream, "view">;
  readonly hub: Pick<Hub, "connect" | "restart">;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** Follows `sign-in` and `sign-out` in other processes: a server that needs a sign-in connects, and one that was signed out restarts. */
export function watchSignIns({ file, signIns, stream, hub, clock, report }: SignInWatchParts): Disposable {
  const disposed = new AbortController();
  const follow = async (key: string): Promise<void> => {
    for (const { server, signedIn } of await signIns.secretChanged(key, disposed.signal)) {
      const { state } = stream.view.servers.find(({ id }) => id === server) ?? {};
      if (signedIn && state?.kind === "needs-auth") await hub.connect(server);
      if (!signedIn && state?.kind === "ready") await hub.restart(server);
    }
  };
  const changes = file.onChange((key) => {
    follow(key).catch((error) => {
      if (!(error instanceof HubError)) report(error); // the state of the server says it
    });
  });
  let following: Disposable | undefined;
  file.follow(clock).then((one) => {
    if (disposed.signal.aborted) one.dispose();
    else following = one;
  }, report);
  return {
    dispose() {
      disposed.abort();
      changes.dispose();
      following?.dispose();
    },
  };
}
