import { join } from "node:path";
import type { AuditHeads, AuditPorts } from "../../core/audit/auditPorts";
import { auditPorts, headFiles } from "./auditFolder";
import { keyFile, signingKey } from "./signingKey";

/** The folder of the logs below the folder for the state of the hub. */
export const logsBelow = (stateFolder: string): string => join(stateFolder, "audit");

const keysBelow = (stateFolder: string): string => join(stateFolder, "audit-keys");
const keyBelow = (stateFolder: string) => keyFile(join(keysBelow(stateFolder), "key.json"));

/** The newest heads of a hub without an editor. */
export const headsBelow = (stateFolder: string): AuditHeads => headFiles(keysBelow(stateFolder));

/** The audit of a hub without an editor: the key and the newest heads are in files of another folder. */
export const stateFolderAudit = (stateFolder: string): AuditPorts =>
  auditPorts(logsBelow(stateFolder), keyBelow(stateFolder), headsBelow(stateFolder));

/** The id of its key; `undefined` if there is none yet. */
export async function ownKey(stateFolder: string): Promise<string | undefined> {
  const store = keyBelow(stateFolder);
  return (await store.get()) === undefined ? undefined : (await signingKey(store)).id;
}
