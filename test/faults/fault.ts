import type { Stage, Transport } from "./stage";

/** One row of the table in docs/faults.md, and the tests that show it. Without a test there is no row. */
export interface Fault {
  readonly fault: string;
  readonly happens: string;
  /** How soon everything works again. */
  readonly recovers: string;
  /** true: it mostly waits and measures no short time, so others of its kind may run beside it. */
  readonly waits?: boolean;
  readonly shown: Partial<Record<Transport, Show>>;
}

/** Fails where the row is not true. */
export type Show = (stage: Stage, transport: Transport) => Promise<void>;

export const onBoth = (show: Show) => ({ stdio: show, http: show });

const names = { stdio: "stdio", http: "HTTP" } as const;

export const shownOn = ({ shown }: Fault): string =>
  (["stdio", "http"] as const).flatMap((transport) => (shown[transport] ? [names[transport]] : [])).join(", ");

/** The table as docs/faults.md shows it. */
export function faultTable(faults: readonly Fault[]): string {
  const rows = faults.map((fault) => `| ${fault.fault} | ${shownOn(fault)} | ${fault.happens} | ${fault.recovers} |`);
  return ["| Fault | On | What happens | Recovered |", "|---|---|---|---|", ...rows].join("\n");
}
