import assert from "node:assert/strict";
import { parseEnv } from "node:util";
import type { ComposedHub, ComposePorts } from "../../src/composedHub";
import { composeHub } from "../../src/composeHub";
import { processLock } from "../../src/core/auth/lock";
import { defaultOptions } from "../../src/core/config/schema/settings";
import { systemClock } from "../../src/core/kernel/clock";
import type { VariableContext } from "../../src/core/kernel/ports";
import { noClientFeatures } from "../../src/core/questions/noClientFeatures";
import { MemorySecrets, MemoryState } from "../../src/headless/memoryState";
import { loopbackRedirect } from "../../src/mcp/oauth/loopbackRedirect";

/** A login shell is slow on a busy machine, and gives these servers nothing. */
export function withoutLoginShell(): void {
  const earlier = process.env.MCP_HUB_SHELL_ENV;
  before(() => {
    process.env.MCP_HUB_SHELL_ENV = "0";
  });
  after(() => {
    if (earlier === undefined) delete process.env.MCP_HUB_SHELL_ENV;
    else process.env.MCP_HUB_SHELL_ENV = earlier;
  });
}

/** What variables stand for in the process of a test. */
export const contextHere: VariableContext = {
  env: (name) => process.env[name],
  userHome: "/",
  pathSeparator: "/",
  workspaceFolder: () => process.cwd(),
  readFile: async () => "",
};

/** A hub with everything that is real, which asks nobody and keeps nothing, but for the ports that are given. */
export function aComposedHub(ports: Partial<ComposePorts> = {}): ComposedHub {
  const store = new MemoryState();
  return composeHub({
    clock: systemClock,
    options: () => ({ ...defaultOptions, approval: "never" }),
    report: (error) => assert.fail(String(error)),
    secrets: new MemorySecrets(),
    state: { workspace: store, always: store },
    lock: processLock(),
    network: () => ({}),
    signIn: { redirects: { loopback: loopbackRedirect } },
    variables: {
      variableContext: contextHere,
      secrets: new MemorySecrets(),
      parseEnv,
      ask: async () => undefined,
    },
    clientFeatures: () => noClientFeatures,
    ask: () => async () => ({ allow: false }),
    askLaunch: () => async (servers) => servers.map(({ digest }) => digest),
    ...ports,
  });
}
