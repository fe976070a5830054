import { message } from "../../protocol/message";
import type { Catalog, CatalogPart } from "../catalog/catalog";
import type { Clock } from "../kernel/clock";
import { asHubError } from "../kernel/hubError";
import { Pause } from "../kernel/pause";
import type { Link } from "./link";
import type { Session } from "./session";

/** The shortest and the longest pause between two reads of a part, in milliseconds. */
const shortestMs = 500;
const longestMs = 10_000;

export interface RefreshPorts {
  readonly clock: Clock;
  /** Takes over a part that was read. It is called only while the session lasts, and settles when the part has been taken over. */
  readonly update: (part: Partial<Catalog>) => Promise<void>;
  readonly warn: (message: string) => void;
}

/** When a part was last read, and the pause before it is read again. */
interface LastRead {
  readonly at: number;
  readonly pauseMs: number;
}

/**
 * Reads parts of the catalog again when the server reports changes. At most one refresh of a part runs and at most one waits for it,
 * regardless of how often the server reports a change. The first refresh is immediate. The pause between refreshes that follow closely
 * grows, until the server has been quiet for twice the pause.
 */
export class Refreshes {
  private readonly running = new Map<CatalogPart, "once" | "again">();
  private readonly lastReads = new Map<CatalogPart, LastRead>();
  private readonly pause: Pause;

  constructor(
    private readonly session: Session,
    private readonly ports: RefreshPorts,
  ) {
    this.pause = new Pause(ports.clock);
  }

  /** `link` waits until the session is ready. Never rejects. */
  async refresh(part: CatalogPart, link: () => Promise<Link>): Promise<void> {
    const { running, session } = this;
    if (running.has(part)) return void running.set(part, "again");
    running.set(part, "once");
    try {
      const open = await link();
      do {
        await this.throttle(part);
        if (session.signal.aborted) return;
        running.set(part, "once");
        const current = await session.listInTime((signal) => open.refresh(part, signal));
        if (!session.signal.aborted) await this.ports.update(current);
      } while (running.get(part) === "again" && !session.signal.aborted);
    } catch (error) {
      if (!session.signal.aborted) this.ports.warn(notRefreshed(part, asHubError(error).message));
    } finally {
      running.delete(part);
    }
  }

  /** Waits until the part may be read again. */
  private async throttle(part: CatalogPart): Promise<void> {
    const { clock } = this.ports;
    const last = this.lastReads.get(part);
    const age = last ? clock.now() - last.at : 0;
    if (last && age < last.pauseMs) await this.pause.for(last.pauseMs - age, this.session.signal);
    const wasBusy = last && age < 2 * last.pauseMs;
    const pauseMs = wasBusy ? Math.min(longestMs, 2 * last.pauseMs) : shortestMs;
    this.lastReads.set(part, { at: clock.now(), pauseMs });
  }
}

function notRefreshed(part: CatalogPart, reason: string): string {
  if (part === "tools")
    return message("connection.toolsKept", "The list of tools was not updated. {reason}", { reason });
  if (part === "prompts")
    return message("connection.promptsKept", "The list of prompts was not updated. {reason}", { reason });
  return message("connection.resourcesKept", "The list of resources was not updated. {reason}", { reason });
}
