import type { CatalogPart } from "../../catalog/catalog";
import type { Options } from "../../config/schema/settings";
import type { Clock } from "../../kernel/clock";
import type { HubError } from "../../kernel/hubError";
import type { Link } from "../link";
import type { Session } from "../session";
import type { ConnectionEvent } from "../state";
import { deaf, type HealthRecord, healthOf, isDead, noChecks, onNewLine, withCheck } from "./health";
import { HealthWatch } from "./healthWatch";

export interface CheckedConnection {
  readonly server: string;
  readonly intervalMs: () => number;
  /** A list that the server has, for one that answers no pings. */
  readonly listed: () => CatalogPart | undefined;
  readonly tell: (event: ConnectionEvent) => void;
  /** The line does not answer any more. */
  readonly dead: (error: HubError) => void;
}

/** The health checks of one connection: the record outlives the lines, each line has a watch of its own. */
export class HealthChecks {
  private kept: HealthRecord = noChecks;
  private watch: HealthWatch | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly options: () => Options,
  ) {}

  get record(): HealthRecord {
    return this.kept;
  }

  /** Watches over a line from now on, until its session ends. */
  begin(session: Session, link: Link, { server, intervalMs, listed, tell, dead }: CheckedConnection): void {
    this.kept = onNewLine(this.kept);
    const watch = new HealthWatch({
      server,
      clock: this.clock,
      link,
      intervalMs,
      timeoutMs: () => this.options().healthTimeoutSeconds * 1000,
      means: () => this.kept.means,
      listed,
      isBusy: () => session.activity.inFlight > 0,
      onCheck: (check, latch, strict) => {
        if (watch !== this.watch) return;
        this.kept = withCheck(this.kept, check, latch);
        tell({ type: "health", health: healthOf(this.kept, this.options().healthSlowMs) });
        if (check.error && (strict || isDead(this.kept))) dead(deaf(server, this.kept));
      },
    });
    this.watch = session.store.add(watch);
  }

  /** A call on the present line failed in a way that says that it may be gone. */
  doubt(): void {
    this.watch?.doubt();
  }

  /** Checks the present line at once; one that has ended is not asked. */
  now(): void {
    this.watch?.checkNow();
  }
}
