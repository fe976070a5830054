import assert from "node:assert/strict";
import { parseEnv } from "node:util";
import type { ComposedHub } from "../../src/composedHub";
import { composeHub } from "../../src/composeHub";
import { processLock } from "../../src/core/auth/lock";
import type { AskPerson } from "../../src/core/calls/approval/grants";
import type { ServerConfig } from "../../src/core/config/schema/serverConfig";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { systemClock } from "../../src/core/kernel/clock";
import { noClientFeatures } from "../../src/core/questions/noClientFeatures";
import type { RestParts } from "../../src/gateway/rest/restParts";
import { MemorySecrets, MemoryState } from "../../src/headless/memoryState";
import { loopbackRedirect } from "../../src/mcp/oauth/loopbackRedirect";
import { definition } from "./fakeLink";
import { restParts } from "./restServer";

/** The fixture server on stdio. */
export const fixture = (...switches: readonly string[]): ServerConfig => ({
  command: process.execPath,
  args: ["test/support/fixtureServer.mjs", ...switches],
});

export interface RestHub {
  readonly composed: ComposedHub;
  readonly parts: RestParts;
}

/** A real hub with these servers, which asks nobody unless told otherwise, and the parts of the API over it. */
export function restHub(
  servers: Readonly<Record<string, ServerConfig>>,
  {
    options = {},
    ask = async () => ({ allow: false, unasked: true }),
  }: { options?: Partial<Options>; ask?: AskPerson } = {},
): RestHub {
  const store = new MemoryState();
  const composed = composeHub({
    clock: systemClock,
    options: () => ({ ...defaultOptions, approval: "never", ...options }),
    report: (error) => assert.fail(String(error)),
    secrets: new MemorySecrets(),
    state: { workspace: store, always: store },
    lock: processLock(),
    network: () => ({}),
    signIn: { redirects: { loopback: loopbackRedirect } },
    variables: {
      variableContext: {
        env: (name) => process.env[name],
        userHome: "/",
        workspaceFolder: () => process.cwd(),
        readFile: async () => "",
      },
      secrets: new MemorySecrets(),
      parseEnv,
      ask: async () => undefined,
    },
    clientFeatures: () => noClientFeatures,
    ask: () => ask,
    askLaunch: () => async (asked) => asked.map(({ digest }) => digest),
  });
  composed.hub.configure(
    Object.entries(servers).map(([id, config]) => definition(id, { entry: { kind: "valid", config } })),
  );
  const { hub, requests, stream } = composed;
  return { composed, parts: restParts({ hub, requests, stream, isRead: (_, tool) => tool.hints.readOnly === true }) };
}

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
