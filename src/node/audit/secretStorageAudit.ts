import { hostname } from "node:os";
import type { AuditHeads, AuditPorts, AuditReader } from "../../core/audit/auditPorts";
import type { SecretStore } from "../../core/kernel/ports";
import { auditPorts, headIn, sha256 } from "./auditFolder";
import { checkAudit } from "./checkAudit";
import { latestRecords } from "./latestRecords";
import { signingKey } from "./signingKey";

const keyName = "mcpHub.audit.key";

/**
 * The audit of an editor: the logs are in a folder that all windows share, the key and the newest heads in secret storage. The editor keeps
 * one secret storage for all machines that it works on, so the heads stand under the name of the machine and the folder.
 */
export function secretStorageAudit(
  folder: string,
  secrets: Pick<SecretStore, "get" | "set">,
): { readonly ports: AuditPorts; readonly reader: AuditReader } {
  const place = sha256(`${hostname()}\n${folder}`).slice(0, 16);
  const headName = (log: string) => `mcpHub.audit.head.${place}.${log}`;
  const heads: AuditHeads = {
    get: async (log) => headIn(await secrets.get(headName(log))),
    set: (log, head) => secrets.set(headName(log), JSON.stringify(head)),
  };
  const keys = { get: () => secrets.get(keyName), add: (text: string) => secrets.set(keyName, text) };
  return {
    ports: auditPorts(folder, keys, heads),
    reader: {
      folder,
      check: () => orNone(checkAudit(folder, heads)),
      latest: (count) => orNone(latestRecords(folder, count)),
      ownKey: async () => ((await keys.get()) === undefined ? undefined : (await signingKey(keys)).id),
    },
  };
}

/** Where nothing was recorded yet, there is no folder. */
const orNone = <T>(found: Promise<readonly T[]>): Promise<readonly T[]> =>
  found.catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
