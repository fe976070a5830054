import { message } from "../../../protocol/message";
import { abortError, HubError } from "../../kernel/hubError";
import { isStdio } from "../schema/serverConfig";
import type { ServerDefinition } from "../schema/serverDefinition";
import { httpPlan } from "./httpPlan";
import type { LaunchPlan } from "./launchPlan";
import { type StdioPorts, stdioPlan } from "./stdioPlan";
import { type VariablePorts, VariableValues } from "./variableValues";

export type PlanPorts = VariablePorts & StdioPorts;

/**
 * Turns definitions into launch plans: `resolvePlan(ports)` is the `plan` port of the connections. It fills in the variables and asks the
 * person for missing inputs. Rejects with `bad-config` if an entry cannot be run as written, with `needs-input` if a value is missing,
 * with `untrusted` if Restricted Mode forbids it, and with the signal's reason when the signal aborts.
 */
export function resolvePlan(
  ports: PlanPorts,
): (definition: ServerDefinition, signal: AbortSignal) => Promise<LaunchPlan> {
  return async (definition, signal) => {
    const { entry, id } = definition;
    if (entry.kind === "invalid") throw new HubError(entry.error.code, entry.error.message);
    const values = new VariableValues(definition, ports, signal);
    try {
      return isStdio(entry.config)
        ? await stdioPlan(id, entry.config, values, ports)
        : await httpPlan(id, entry.config, values);
    } catch (error) {
      if (signal.aborted) throw abortError(signal, message("config.preparing", 'Preparing "{server}"', { server: id }));
      throw error;
    }
  };
}
