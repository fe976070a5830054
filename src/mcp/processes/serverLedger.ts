import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { LedgerEntry, ProcessIdentity } from "./ledgerEntry";
import { bootOf, startTimeOf } from "./processFacts";

/** Records the running servers, one small file each, so that those that outlive a killed hub are found at the next start. */
export class ServerLedger {
  private readonly host: Promise<ProcessIdentity | undefined>;

  constructor(
    /** The hub's own folder; may be shared by several windows. */
    private readonly folder: string,
    /** Takes the failure to write or remove a file: the server runs all the same. */
    private readonly report: (error: unknown) => void,
  ) {
    this.host = identityOf(process.pid);
  }

  /** Records a server. Returns what removes the entry. Neither rejects. */
  async add(pid: number, mark: string): Promise<() => Promise<void>> {
    const file = path.join(this.folder, `${pid}-${mark}.json`);
    const [host, server] = await Promise.all([this.host, identityOf(pid)]);
    if (!host || !server) return async () => {};
    const entry: LedgerEntry = { ...server, host, mark, boot: bootOf() };
    const written = this.reporting(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(file, JSON.stringify(entry), { mode: 0o600 });
    });
    await written;
    return () => this.reporting(() => rm(file, { force: true }));
  }

  private async reporting(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.report(error);
    }
  }
}

async function identityOf(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = await startTimeOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}
