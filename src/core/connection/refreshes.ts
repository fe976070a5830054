import type { Catalog, CatalogPart } from "../catalog/catalog";
import type { Clock } from "../kernel/clock";
import { asHubError } from "../kernel/hubError";
import { Pause } from "../kernel/pause";
import type { Link } from "./link";
import type { Session } from "./session";

/** The shortest and the longest pause between two lists of a part, in milliseconds. */
const shortestMs = 500;
const longestMs = 10_000;

export interface RefreshPorts {
  readonly clock: Clock;
  /** Hears of the part as it is now; only while the session lasts. Settles when it has been taken over. */
  readonly fresh: (part: Partial<Catalog>) => Promise<void>;
  readonly warn: (message: string) => void;
}

/** When a part was listed last, and how long it is left alone after that. */
interface Listed {
  readonly at: number;
  readonly pauseMs: number;
}

/**
 * At most one refresh of a part runs, and at most one waits behind it, however often the server says "changed". The first is at once;
 * those that follow closely are ever further apart, until the server has been quiet for twice as long as the pause.
 */
export class Refreshes {
  private readonly running = new Map<CatalogPart, "once" | "again">();
  private readonly listed = new Map<CatalogPart, Listed>();
  private readonly pause: Pause;

  constructor(
    private readonly session: Session,
    private readonly ports: RefreshPorts,
  ) {
    this.pause = new Pause(ports.clock);
  }

  /** `link`: where the session is ready, or will be. Never rejects. */
  async refresh(part: CatalogPart, link: () => Promise<Link>): Promise<void> {
    const { running, session } = this;
    if (running.has(part)) return void running.set(part, "again");
    running.set(part, "once");
    try {
      const open = await link();
      do {
        await this.rest(part);
        if (session.signal.aborted) return;
        running.set(part, "once");
        const fresh = await session.inTime("list", (signal) => open.refresh(part, signal));
        if (!session.signal.aborted) await this.ports.fresh(fresh);
      } while (running.get(part) === "again" && !session.signal.aborted);
    } catch (error) {
      if (!session.signal.aborted) this.ports.warn(`The list of ${part} stays as it was. ${asHubError(error).message}`);
    } finally {
      running.delete(part);
    }
  }

  /** Waits until the part may be listed again. */
  private async rest(part: CatalogPart): Promise<void> {
    const { clock } = this.ports;
    const last = this.listed.get(part);
    const age = last ? clock.now() - last.at : 0;
    if (last && age < last.pauseMs) await this.pause.for(last.pauseMs - age, this.session.signal);
    const wasBusy = last && age < 2 * last.pauseMs;
    const pauseMs = wasBusy ? Math.min(longestMs, 2 * last.pauseMs) : shortestMs;
    this.listed.set(part, { at: clock.now(), pauseMs });
  }
}
