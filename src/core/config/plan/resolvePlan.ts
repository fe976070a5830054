import { message } from "../../../protocol/message";
import { abortError, HubError } from "../../kernel/hubError";
import { isStdio } from "../schema/serverConfig";
import type { ServerDefinition } from "../schema/serverDefinition";
import { isFromWorkspace } from "../schema/settingsLocation";
import { httpPlan } from "./httpPlan";
import type { LaunchPlan } from "./launchPlan";
import { type StdioPorts, stdioPlan } from "./stdioPlan";
import { type EnvironmentLimits, environmentProblem, namesSet } from "./takeoverEnvironment";
import { type VariablePorts, VariableValues } from "./variableValues";

export type PlanPorts = VariablePorts &
  StdioPorts & {
    /** What the entries of a workspace may set of their programs' environment; nothing that takes a program over, without it. */
    readonly workspaceLimits?: EnvironmentLimits;
  };

/**
 * Turns definitions into launch plans: `resolvePlan(ports)` is the `plan` port of the connections. It fills in the variables and asks the
 * person for missing inputs. Rejects with `bad-config` if an entry cannot be run as written, with `needs-input` if a value is missing,
 * with `untrusted` if Restricted Mode forbids it, and with the signal's reason when the signal aborts.
 */
export function resolvePlan(
  ports: PlanPorts,
): (definition: ServerDefinition, signal: AbortSignal) => Promise<LaunchPlan> {
  const limits = ports.workspaceLimits ?? (() => ({ allowedEnvironment: [], inheritEnv: [] }));
  return async (definition, signal) => {
    const { entry, id } = definition;
    if (entry.kind === "invalid") throw new HubError(entry.error.code, entry.error.message);
    const values = new VariableValues(definition, ports, signal);
    try {
      const { config } = entry;
      if (!isStdio(config)) return await httpPlan(id, config, values);
      const check = (env: Readonly<Record<string, unknown>>) => {
        const problem = isFromWorkspace(definition) && environmentProblem(namesSet(env), config, limits());
        if (problem) throw values.badConfig(problem);
      };
      check(config.env ?? {}); // before a person is asked for values
      const plan = await stdioPlan(id, config, values, ports);
      check(plan.env); // with what the environment file sets
      return plan;
    } catch (error) {
      if (signal.aborted) throw abortError(signal, message("config.preparing", 'Preparing "{server}"', { server: id }));
      throw error;
    }
  };
}
