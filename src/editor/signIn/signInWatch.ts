import * as vscode from "vscode";
import type { SignIns } from "../../core/auth/signIns";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import { HubError } from "../../core/kernel/hubError";
import type { Secrets } from "../settings/secrets";

interface SignInWatchDeps {
  readonly secrets: Pick<Secrets, "onChange">;
  readonly signIns: Pick<SignIns, "secretChanged">;
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "connect" | "restart">;
  readonly report: (error: unknown) => void;
}

/** Follows sign-ins and sign-outs in other windows: a server that needs a sign-in connects, and one that was signed out restarts. */
export function createSignInWatch({ secrets, signIns, stream, hub, report }: SignInWatchDeps): vscode.Disposable {
  const disposed = new AbortController();
  const follow = async (key: string): Promise<void> => {
    for (const { server, signedIn } of await signIns.secretChanged(key, disposed.signal)) {
      const { state } = stream.view.servers.find(({ id }) => id === server) ?? {};
      if (signedIn && state?.kind === "needs-auth") await hub.connect(server);
      if (!signedIn && state?.kind === "ready") await hub.restart(server);
    }
  };
  const changes = secrets.onChange((key) => {
    follow(key).catch((error) => {
      // The tree shows the state of the connection, such as that it needs a sign-in again.
      if (!(error instanceof HubError)) report(error);
    });
  });
  return vscode.Disposable.from(changes, { dispose: () => disposed.abort() });
}
