import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import type { SourcedSecrets } from "./sourcedSecrets";

interface SecretWatchParts {
  readonly secrets: SourcedSecrets;
  readonly stream: Pick<EventStream, "onEvent">;
  readonly hub: Pick<Hub, "restart" | "definition">;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** How soon after a refusal the secrets of a server are read again for another one, in milliseconds. */
const pauseMs = 10_000;

/** Restarts servers whose secrets are others now: where a file changed, and where a server refused the one that it was given (401). */
export function watchSecrets({ secrets, stream, hub, clock, report }: SecretWatchParts): Disposable {
  const readAt = new Map<string, number>();
  const restart = (server: string) =>
    hub.restart(server).catch((error: unknown) => {
      if (!(error instanceof HubError)) report(error); // the state of the server says it
    });
  const refused = async (server: string): Promise<void> => {
    const now = clock.now();
    if (now - (readAt.get(server) ?? Number.NEGATIVE_INFINITY) < pauseMs) return;
    readAt.set(server, now);
    const { key, id } = hub.definition(server);
    if (await secrets.readAgain(key ?? id)) await restart(server);
  };
  const following = secrets.follow();
  const changes = secrets.onChange((server) => void restart(server));
  const refusals = stream.onEvent((event) => {
    if (event.type === "server.refused" && event.status === 401) refused(event.server).catch(report);
    if (event.type === "server.removed") readAt.delete(event.server);
  });
  return {
    dispose() {
      following.dispose();
      changes.dispose();
      refusals.dispose();
    },
  };
}
