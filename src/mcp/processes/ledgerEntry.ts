/** A process by its number and the moment it started: together they are never used again. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** One running server, written down so that it can be found after the hub's process was killed. Holds no secret. */
export interface LedgerEntry extends ProcessIdentity {
  readonly host: ProcessIdentity;
  /** Stands in the environment of the server and of all that it starts; random, so no other process has it. */
  readonly mark: string;
  /** Start times count from the boot on some systems: an entry of another boot means nothing. */
  readonly boot: string;
}

/** The variable that carries the mark. */
export const markVariable = "MCP_HUB_MARK";

/** An entry as it was written; `undefined` for anything else. */
export function parseLedgerEntry(text: string): LedgerEntry | undefined {
  const value = parsed(text);
  if (!isIdentity(value) || !("host" in value) || !isIdentity(value.host)) return undefined;
  if (!("mark" in value) || typeof value.mark !== "string" || !/^[\w-]{20,}$/.test(value.mark)) return undefined;
  if (!("boot" in value) || typeof value.boot !== "string") return undefined;
  const { pid, startedAt, host, mark, boot } = value;
  return { pid, startedAt, host: { pid: host.pid, startedAt: host.startedAt }, mark, boot };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // cut short by the end of its writer: no entry
  }
}

const isIdentity = (value: unknown): value is ProcessIdentity =>
  typeof value === "object" &&
  value !== null &&
  "pid" in value &&
  Number.isSafeInteger(value.pid) &&
  Number(value.pid) > 1 &&
  "startedAt" in value &&
  typeof value.startedAt === "string" &&
  value.startedAt !== "";
