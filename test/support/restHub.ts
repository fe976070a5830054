import type { ComposedHub } from "../../src/composedHub";
import type { AskPerson } from "../../src/core/calls/approval/grants";
import type { ServerConfig } from "../../src/core/config/schema/serverConfig";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { hubSource } from "../../src/gateway/mcp/view/hubSource";
import type { RestParts } from "../../src/gateway/rest/restParts";
import { openServices } from "../../src/openServices";
import { aComposedHub } from "./aComposedHub";
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
  const now = () => ({ ...defaultOptions, approval: "never" as const, ...options });
  const composed = aComposedHub({ options: now, ask: () => ask });
  composed.hub.configure(
    Object.entries(servers).map(([id, config]) => definition(id, { entry: { kind: "valid", config } })),
  );
  const { hub, requests, stream, pins, grants } = composed;
  const { isRead } = hubSource({ hub, stream, options: now, pins, trusts: (server) => grants.trusts(server) });
  return { composed, parts: restParts({ hub, requests, stream, isRead, services: openServices(composed, now) }) };
}
