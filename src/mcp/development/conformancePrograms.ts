import type { ConformancePorts } from "../../core/development/conformance/conformancePorts";
import type { Clock } from "../../core/kernel/clock";
import { OrphanGuard } from "../processes/orphanGuard";
import { processSystem } from "../processes/processTree";
import { inheritedEnv } from "../stdio/inheritedEnv";
import type { Environment } from "../stdio/serverEnv";
import { conformanceSuite, type SuitePrograms } from "./conformanceSuite";
import { openBridge } from "./serverBridge";

export interface ConformanceProgramPorts {
  readonly shellEnv: () => Promise<Environment>;
  readonly inheritEnv: () => readonly string[];
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Where running servers are written down. */
  readonly ledgerFolder: string | undefined;
  /** Takes what a server writes to standard error. */
  readonly log: (server: string, line: string) => void;
  readonly programs?: SuitePrograms;
}

/** The programs of a conformance run: the suite, and servers behind a bridge. */
export function conformancePrograms(ports: ConformanceProgramPorts): Pick<ConformancePorts, "bridge" | "suite"> {
  const { shellEnv, inheritEnv, clock, report, log, ledgerFolder, programs } = ports;
  const system = processSystem(report);
  const guard = new OrphanGuard(ledgerFolder, report);
  const env = async () => inheritedEnv(await shellEnv(), inheritEnv());
  return {
    suite: conformanceSuite({ env, clock, system, ...(programs && { programs }) }),
    bridge: async (plan) => {
      const shell = inheritedEnv(await shellEnv(), plan.inheritEnv ?? inheritEnv());
      return openBridge(plan, shell, { clock, system, guard, report, log: (line) => log(plan.server, line) });
    },
  };
}
