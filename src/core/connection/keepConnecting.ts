import pRetry from "p-retry";
import type { ErrorView } from "../../protocol/hubErrorCode";
import type { Catalog } from "../catalog/catalog";
import type { Options } from "../config/schema/settings";
import type { Clock } from "../kernel/clock";
import { asHubError, toErrorView } from "../kernel/hubError";
import type { Pause } from "../kernel/pause";
import type { Link } from "./link";
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
 * Tries to connect until the session is ready, given up or ended. `p-retry` repeats; the waits are our own, since they run on the
 * hub's clock, are cut short by whoever needs the server, and follow from how long a server has been away.
 */
export async function keepConnecting(session: Session, attempts: Attempts): Promise<void> {
  const { clock, options, random, pause, isProcess, wasUp, isCurrent, tell } = attempts;
  const since = clock.now();
  await pause.for(attempts.delayMs, session.signal);
  await attempts.before();
  if (!isCurrent()) return;

  const attemptOnce = async (attempt: number): Promise<void> => {
    tell({ type: "attempt", attempt });
    try {
      const { link, catalog } = await session.connect();
      if (isCurrent()) attempts.ready(link, catalog);
    } catch (thrown) {
      throw asHubError(thrown);
    }
  };
  let mayRetry = false;
  const wait = async (thrown: unknown, attempt: number): Promise<void> => {
    mayRetry = false;
    if (!isCurrent()) return; // stopped meanwhile: the failure is ours, and no news
    const error = asHubError(thrown);
    const outage = { error, attempts: attempt, awayMs: clock.now() - since, wasUp, isProcess };
    const { kind, delayMs } = afterFailure(outage, options(), random);
    if (kind === "give-up") return;
    mayRetry = true;
    // The wait begins first: whoever hears of the failure may end it.
    const paused = pause.for(delayMs, session.signal);
    const view = toErrorView(error);
    tell(
      kind === "again"
        ? { type: "attempt-failed", attempt, error: view }
        : { type: "away", error: view, until: clock.now() + delayMs },
    );
    await paused;
  };

  try {
    await pRetry(attemptOnce, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      factor: 1,
      onFailedAttempt: ({ error, attemptNumber }) => wait(error, attemptNumber),
      shouldRetry: () => mayRetry && isCurrent(),
    });
  } catch (error) {
    if (isCurrent()) attempts.gaveUp(toErrorView(error));
  }
}
