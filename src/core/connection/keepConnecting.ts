import type { ErrorView } from "../../protocol/hubErrorCode";
import type { Catalog } from "../catalog/catalog";
import type { Clock } from "../clock";
import type { Options } from "../config/settings";
import { asHubError, toErrorView } from "../hubError";
import type { Link } from "./link";
import type { Pause } from "./pause";
import { afterFailure } from "./recovery";
import type { Session } from "./session";
import type { ConnectionEvent } from "./state";

/** What the attempts of one session need, and whom they tell. */
export interface Attempts {
  readonly clock: Clock;
  readonly options: () => Options;
  readonly random: () => number;
  /** The waits between attempts; whoever needs the server may cut them short. */
  readonly pause: Pause;
  /** The wait before the first attempt. */
  readonly delayMs: number;
  readonly isProcess: boolean;
  readonly wasUp: boolean;
  /** Whether the session is still the one that counts: nothing that an old one says is heard. */
  readonly isCurrent: () => boolean;
  /** What must be over before the first attempt. */
  readonly before: () => Promise<void>;
  readonly tell: (event: ConnectionEvent) => void;
  readonly ready: (link: Link, catalog: Catalog) => void;
  readonly gaveUp: (error: ErrorView) => void;
}

/**
 * Tries to connect until the session is ready, given up or ended. Not `p-retry`: its waits cannot be cut short by a call, take no clock,
 * and know only attempts, while a server that is away is asked for by how long it has been away.
 */
export async function keepConnecting(session: Session, attempts: Attempts): Promise<void> {
  const { clock, options, random, pause, isProcess, wasUp, isCurrent, tell } = attempts;
  const since = clock.now();
  await pause.for(attempts.delayMs, session.signal);
  await attempts.before();
  for (let attempt = 1; isCurrent(); attempt++) {
    tell({ type: "attempt", attempt });
    try {
      const { link, catalog } = await session.connect();
      if (isCurrent()) attempts.ready(link, catalog);
      return;
    } catch (thrown) {
      if (!isCurrent()) return; // stopped meanwhile: the failure is ours, and no news
      const error = asHubError(thrown);
      const view = toErrorView(error);
      const outage = { error, attempts: attempt, awayMs: clock.now() - since, wasUp, isProcess };
      const { kind, delayMs } = afterFailure(outage, options(), random);
      if (kind === "give-up") {
        attempts.gaveUp(view);
        return;
      }
      // The wait begins first: whoever hears of the failure may end it.
      const paused = pause.for(delayMs, session.signal);
      tell(
        kind === "again"
          ? { type: "attempt-failed", attempt, error: view }
          : { type: "away", error: view, until: clock.now() + delayMs },
      );
      await paused;
    }
  }
}
