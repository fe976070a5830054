/** A process by its pid and its start time: together they are never reused. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** One running server, recorded so that it can be found after the hub's process was killed. Holds no secret. */
export interface LedgerEntry extends ProcessIdentity {
  readonly host: ProcessIdentity;
  /** Part of the environment of the server and of everything that it starts; random, so that no other process has it. */
  readonly mark: string;
  /** Start times count from the boot on some systems: an entry of another boot is void. */
  readonly boot: string;
}

/** The variable that carries the mark. */
export const markVariable = "MCP_HUB_MARK";

/** The entry in a text; `undefined` where the text is not one. */
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
    return undefined; // its writer ended within the write
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
