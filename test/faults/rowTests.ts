import type { Fault, Show } from "./fault";
import { Stage, type Transport } from "./stage";

/** How many rows that mostly wait run at the same time. */
const waitingAtATime = 4;

interface Row {
  readonly title: string;
  readonly show: Show;
  readonly transport: Transport;
  readonly waits: boolean;
}

/**
 * Each row of a table is a test, on each transport that it names, against real processes and sockets. Rows that mostly wait begin with
 * the first of them and run side by side; the others run one after the other.
 */
export function rowTests(faults: readonly Fault[]): void {
  const rows = faults.flatMap(({ fault, shown, waits = false }) =>
    (["stdio", "http"] as const).flatMap((transport): Row[] => {
      const show = shown[transport];
      return show ? [{ title: `${fault} (${transport})`, show, transport, waits }] : [];
    }),
  );
  let begun: ReadonlyMap<Row, Promise<void>> | undefined;

  for (const row of rows)
    it(row.title, () => {
      if (!row.waits) return showOn(row);
      begun ??= sideBySide(rows.filter(({ waits }) => waits));
      return begun.get(row);
    });
  // A test that timed out leaves its row running.
  after(async () => void (await Promise.allSettled(begun?.values() ?? [])));
}

async function showOn({ show, transport }: Row): Promise<void> {
  const stage = new Stage();
  try {
    await show(stage, transport);
  } finally {
    await stage.close();
  }
}

/** Begins rows in their order, a few at a time; each has its own outcome. */
function sideBySide(rows: readonly Row[]): ReadonlyMap<Row, Promise<void>> {
  const lanes = Array.from({ length: waitingAtATime }, () => Promise.resolve());
  return new Map(
    rows.map((row, index) => {
      const lane = index % waitingAtATime;
      const outcome = (lanes[lane] ?? Promise.resolve()).then(() => showOn(row));
      lanes[lane] = outcome.catch(() => undefined); // its test tells of it
      return [row, outcome];
    }),
  );
}
