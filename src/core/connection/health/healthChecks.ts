import type { CatalogPart } from "../../catalog/catalog";
import type { Options } from "../../config/schema/settings";
import type { Clock } from "../../kernel/clock";
import type { HubError } from "../../kernel/hubError";
import type { Link } from "../link";
import type { Session } from "../session";
import type { ConnectionEvent } from "../state";
import {
  forNewSession,
  type HealthCheck,
  type HealthRecord,
  healthOf,
  isDead,
  noChecks,
  unresponsive,
  withCheck,
} from "./health";
import { HealthWatch } from "./healthWatch";

/** The connection that is checked, and where the outcome goes. */
export interface CheckedConnection {
  readonly server: string;
  readonly intervalMs: () => number;
  /** A list that the server has, to check a server that does not answer pings. */
  readonly listedPart: () => CatalogPart | undefined;
  readonly dispatch: (event: ConnectionEvent) => void;
  readonly onCheck: (check: HealthCheck) => void;
  /** The server no longer answers over this link. */
  readonly onDead: (error: HubError) => void;
}

/** The health checks of one connection. The record outlives the sessions; each session has its own watch. */
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

  /** Watches a link from now on, until its session ends. */
  begin(session: Session, link: Link, connection: CheckedConnection): void {
    const { server, intervalMs, listedPart, dispatch, onCheck, onDead } = connection;
    this.kept = forNewSession(this.kept);
    const watch = new HealthWatch({
      server,
      clock: this.clock,
      link,
      intervalMs,
      timeoutMs: () => this.options().healthTimeoutSeconds * 1000,
      means: () => this.kept.means,
      listedPart,
      isBusy: () => session.activity.inFlight > 0,
      onCheck: (check, listsOnly, conclusive) => {
        if (watch !== this.watch) return;
        this.kept = withCheck(this.kept, check, listsOnly);
        onCheck(check);
        dispatch({ type: "health", health: healthOf(this.kept, this.options().healthSlowMs) });
        if (check.error && (conclusive || isDead(this.kept))) onDead(unresponsive(server, this.kept));
      },
    });
    this.watch = session.store.add(watch);
  }

  /** Checks the current link soon, because a request failed in a way that suggests that it is lost. */
  checkSoon(): void {
    this.watch?.checkSoon();
  }

  /** Whether the server answers over the current link, without an entry in the record. `true` where there is no link. Never rejects. */
  async isThere(): Promise<boolean> {
    return (await this.watch?.isThere()) ?? true;
  }

  /** Checks the current link immediately. A link that has ended is not checked. */
  now(): void {
    this.watch?.checkNow();
  }
}
