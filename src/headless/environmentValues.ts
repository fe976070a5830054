import type { NextSteps } from "../core/config/plan/nextSteps";
import { secretAddress } from "../core/config/secrets/secretKey";
import { HubError } from "../core/kernel/hubError";
import type { SecretStore } from "../core/kernel/ports";
import { message } from "../protocol/message";

/** The environment variable for `${input:name}` or `${secret:name}`. Shells cannot set variables with a dot or a dash. */
export const variableOf = (name: string): string => `MCP_HUB_INPUT_${name.replace(/[.-]/g, "_")}`;

/** Reads the values that an editor would keep in its secret storage from the environment. It never writes. */
export function environmentValues(env: Readonly<Record<string, string | undefined>>): SecretStore {
  const readOnly = async () => {
    throw new HubError(
      "internal",
      message("headless.readOnlyValues", "Values are read from the environment and cannot be stored."),
    );
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

const set = (name: string): string =>
  message("headless.setVariable", "Set the environment variable {variable}.", { variable: variableOf(name) });

/** What the person can do without an editor, which could ask for values. */
export const environmentNextSteps: NextSteps = {
  env: (name) =>
    message("headless.setEnv", "Set it, or use {input} and set {variable}.", {
      input: `\${input:${name}}`,
      variable: variableOf(name),
    }),
  input: set,
  secret: set,
};
