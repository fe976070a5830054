import { AuditLog, type AuditLogParts } from "./auditLog";
import type { AuditFiles, AuditKey } from "./auditPorts";
import { expired } from "./retention";

/** Removes what is too old or too much from the logs that nobody writes now: a window that was closed does not do it itself. */
export async function tidyIdleLogs(parts: AuditLogParts, key: AuditKey): Promise<void> {
  for (const files of parts.ports.idle()) {
    if (!isDue(files, parts)) {
      files.close();
      continue;
    }
    const log = await AuditLog.resume(parts, files, key);
    try {
      log.tidy();
    } finally {
      await log.close();
    }
  }
}

function isDue(files: AuditFiles, { now, retention }: AuditLogParts): boolean {
  const bounds = retention();
  const isOld = files.bytes > 0 && now() - files.endedAt >= bounds.maxAgeMs;
  return isOld || expired(files.archives(), files.folderBytes(), now(), bounds).length > 0;
}
