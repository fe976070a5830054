import type { AuditArchive } from "./auditPorts";

/** How much is kept, and for how long. */
export interface Retention {
  /** Of all logs of the folder together. */
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

const dayMs = 86_400_000;

/** So many files make up the bound, so that removing the oldest one frees a small part of it. */
const filesInBound = 8;
const largestFile = 8 * 1024 * 1024;

/** Whether the current file must be put aside: it is large, or older than a day. */
export function isFull(
  file: { readonly bytes: number; readonly beganAt: number },
  now: number,
  { maxBytes }: Retention,
): boolean {
  if (file.bytes === 0) return false;
  return file.bytes > Math.min(largestFile, maxBytes / filesInBound) || now - file.beganAt >= dayMs;
}

/**
 * The files that must go, the oldest first: those that are too old, and as many as make room for the current file to grow. A file is a
 * day long at most, so nothing stays more than a day longer than its time.
 */
export function expired(
  archives: readonly AuditArchive[],
  folderBytes: number,
  now: number,
  { maxBytes, maxAgeMs }: Retention,
): readonly AuditArchive[] {
  const room = Math.min(largestFile, maxBytes / filesInBound);
  let left = folderBytes + room;
  const gone: AuditArchive[] = [];
  for (const archive of archives) {
    if (now - archive.endedAt < maxAgeMs && left <= maxBytes) break;
    gone.push(archive);
    left -= archive.bytes;
  }
  return gone;
}
