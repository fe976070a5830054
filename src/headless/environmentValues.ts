import type { NextSteps } from "../core/config/plan/nextSteps";
import { secretAddress } from "../core/config/secrets/secretKey";
import { HubError } from "../core/kernel/hubError";
import type { SecretStore } from "../core/kernel/ports";

/** The environment variable that holds the value of `${input:name}` or `${secret:name}`: no shell sets one with a dot or a dash. */
const variableOf = (name: string): string => `MCP_HUB_INPUT_${name.replace(/[.-]/g, "_")}`;

/** The values that an editor would keep in its secret storage, read from the environment. Nothing is ever written. */
export function environmentValues(env: Readonly<Record<string, string | undefined>>): SecretStore {
  const readOnly = async () => {
    throw new HubError("internal", "Values are read from the environment and stored nowhere.");
  };
  return {
    get: async (key) => {
      const address = secretAddress(key);
      return address && env[variableOf(address.name)];
    },
    set: readOnly,
    delete: readOnly,
  };
}

const set = (name: string): string => `Set the environment variable ${variableOf(name)}.`;

/** What can be done where no editor is: nobody can be asked. */
export const environmentNextSteps: NextSteps = {
  env: (name) => `Set it, or use \${input:${name}} and set ${variableOf(name)}.`,
  input: set,
  secret: set,
};
