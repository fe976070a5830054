import type { Fault } from "./fault";
import { Stage } from "./stage";

/** Each row of a table is a test, on each transport that it names, against real processes and sockets. */
export function rowTests(faults: readonly Fault[]): void {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => stage.close());

  for (const { fault, shown } of faults)
    for (const transport of ["stdio", "http"] as const) {
      const show = shown[transport];
      if (show) it(`${fault} (${transport})`, () => show(stage, transport));
    }
}
