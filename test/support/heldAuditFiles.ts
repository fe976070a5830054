import type { AuditFiles } from "../../src/core/audit/auditPorts";

/** The files of an audit log, in memory. `closed`: how often they were closed; `breakWith` makes every further write fail, until `mend`. */
export function heldAuditFiles() {
  const lines: string[] = [];
  let closed = 0;
  let broken: Error | undefined;
  const files: AuditFiles = {
    ...{ log: "audit-1", firstLine: undefined, lastLine: undefined, tornBytes: 0, bytes: 0, endedAt: 0 },
    append(text) {
      if (broken) throw broken;
      lines.push(...text.trimEnd().split("\n"));
    },
    sync: async () => {},
    rotate: () => {},
    archives: () => [],
    lastLineOf: () => undefined,
    folderBytes: () => 0,
    remove: () => {},
    close: () => void closed++,
  };
  const breakWith = (error: Error) => {
    broken = error;
  };
  const mend = () => {
    broken = undefined;
  };
  return { files, lines, closed: () => closed, breakWith, mend };
}
