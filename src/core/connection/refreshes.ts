import type { Catalog, CatalogPart } from "../catalog/catalog";
import { asHubError } from "../hubError";
import type { Link } from "./link";
import type { Session } from "./session";

export interface RefreshPorts {
  /** Hears of the part as it is now; only while the session lasts. */
  readonly fresh: (part: Partial<Catalog>) => void;
  readonly warn: (message: string) => void;
}

/** At most one refresh of a part runs, and at most one waits behind it, however often the server says "changed". */
export class Refreshes {
  private readonly running = new Map<CatalogPart, "once" | "again">();

  constructor(
    private readonly session: Session,
    private readonly ports: RefreshPorts,
  ) {}

  /** `link`: where the session is ready, or will be. Never rejects. */
  async refresh(part: CatalogPart, link: () => Promise<Link>): Promise<void> {
    const { running, session } = this;
    if (running.has(part)) return void running.set(part, "again");
    running.set(part, "once");
    try {
      const open = await link();
      do {
        running.set(part, "once");
        const fresh = await session.inTime("list", (signal) => open.refresh(part, signal));
        if (!session.signal.aborted) this.ports.fresh(fresh);
      } while (running.get(part) === "again" && !session.signal.aborted);
    } catch (error) {
      if (!session.signal.aborted) this.ports.warn(`The list of ${part} stays as it was. ${asHubError(error).message}`);
    } finally {
      running.delete(part);
    }
  }
}
