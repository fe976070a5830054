import * as vscode from "vscode";
import type { SignIns } from "../../core/auth/signIns";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import { HubError } from "../../core/kernel/hubError";
import type { Secrets } from "../settings/secrets";

interface SignInWatchParts {
  readonly secrets: Pick<Secrets, "onChange">;
  readonly signIns: Pick<SignIns, "secretChanged">;
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "connect" | "restart">;
  readonly report: (error: unknown) => void;
}

/** Follows sign-ins and sign-outs in other windows: a server that waits for one connects, one that lost it asks for a new one. */
export function createSignInWatch({ secrets, signIns, stream, hub, report }: SignInWatchParts): vscode.Disposable {
  const over = new AbortController();
  const follow = async (key: string): Promise<void> => {
    for (const { server, signedIn } of await signIns.secretChanged(key, over.signal)) {
      const { state } = stream.view.servers.find(({ id }) => id === server) ?? {};
      if (signedIn && state?.kind === "needs-auth") await hub.connect(server);
      if (!signedIn && state?.kind === "ready") await hub.restart(server);
    }
  };
  const changes = secrets.onChange((key) => {
    follow(key).catch((error) => {
      // The tree says what became of the connection, such as that it needs a sign-in again.
      if (!(error instanceof HubError)) report(error);
    });
  });
  return vscode.Disposable.from(changes, { dispose: () => over.abort() });
}
