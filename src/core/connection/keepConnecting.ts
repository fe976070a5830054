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

/** What the attempts of one session need, and where they report to. */
export interface Attempts {
  readonly clock: Clock;
  readonly options: () => Options;
  readonly random: () => number;
  /** The waits between attempts. A caller that needs the server can cut them short. */
  readonly pause: Pause;
  /** The wait before the first attempt. */
  readonly delayMs: number;
  readonly isProcess: boolean;
  readonly wasUp: boolean;
  /** Whether the session is still the current one. Nothing that an earlier session reports is used. */
  readonly isCurrent: () => boolean;
  /** What must be over before the first attempt. */
  readonly before: () => Promise<void>;
  /** Settles when the attempt may start, with what must be called when it is over. */
  readonly place: () => Promise<() => void>;
  readonly dispatch: (event: ConnectionEvent) => void;
  readonly ready: (link: Link, catalog: Catalog) => void;
  readonly gaveUp: (error: ErrorView) => void;
}

/**
 * Tries to connect until the session is ready, given up or ended. `p-retry` repeats the attempts. The waits are our own, because they use
 * the hub's clock, can be cut short by a caller that needs the server, and depend on how long the server could not be reached.
 */
export async function keepConnecting(session: Session, attempts: Attempts): Promise<void> {
  const { clock, options, random, pause, isProcess, wasUp, isCurrent, dispatch } = attempts;
  const since = clock.now();
  await pause.for(attempts.delayMs, session.signal);
  await attempts.before();
  if (!isCurrent()) return;

  const attemptOnce = async (attempt: number): Promise<void> => {
    dispatch({ type: "attempt", attempt });
    const leave = await attempts.place();
    try {
      if (!isCurrent()) return;
      const { link, catalog } = await session.connect(!wasUp && attempt === 1);
      if (isCurrent()) attempts.ready(link, catalog);
    } catch (thrown) {
      throw asHubError(thrown);
    } finally {
      leave();
    }
  };
  let mayRetry = false;
  const wait = async (thrown: unknown, attempt: number): Promise<void> => {
    mayRetry = false;
    if (!isCurrent()) return; // it was stopped meanwhile, which caused the failure
    const error = asHubError(thrown);
    const outage = { error, attempts: attempt, awayMs: clock.now() - since, wasUp, isProcess };
    const { kind, delayMs } = afterFailure(outage, options(), random);
    if (kind === "give-up") return;
    mayRetry = true;
    // The wait starts before the failure is reported, because a listener may end it.
    const paused = pause.for(delayMs, session.signal);
    const view = toErrorView(error);
    dispatch(
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
