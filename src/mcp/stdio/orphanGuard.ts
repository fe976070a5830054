import { DeathWatch } from "./deathWatch";
import { markVariable } from "./ledgerEntry";
import { newMark } from "./processFacts";
import { ServerLedger } from "./serverLedger";

/** One server as the guard knows it. */
export interface GuardedServer {
  /** To be added to the environment that the server starts with. */
  readonly env: Readonly<Record<string, string>>;
  /** The server runs. Returns what says that nothing of it is left. */
  started(pid: number): () => void;
}

/**
 * Sees to it that no server outlives this process, even if it is killed: at once by a shell that watches (`deathWatch.ts`), and where
 * that is not possible at the next start (`serverLedger.ts`, `reapOrphans.ts`).
 */
export class OrphanGuard {
  private readonly watch: DeathWatch;
  private readonly ledger: ServerLedger | undefined;

  /** `folder`: where the ledger is kept; without it, only the shell watches. */
  constructor(folder: string | undefined, report: (error: unknown) => void) {
    this.watch = new DeathWatch(report);
    this.ledger = folder === undefined ? undefined : new ServerLedger(folder, report);
  }

  forServer(): GuardedServer {
    const mark = newMark();
    return {
      env: { [markVariable]: mark },
      started: (pid) => {
        const unwatch = this.watch.add(pid);
        const entry = this.ledger?.add(pid, mark);
        return () => {
          unwatch();
          void entry?.then((remove) => remove());
        };
      },
    };
  }
}
