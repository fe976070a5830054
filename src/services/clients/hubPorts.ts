import type { Requests } from "../../core/calls/requests";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import type { Options } from "../../core/config/schema/settings";
import type { HubDirectory } from "../../core/hub/hub";
import { asHubError } from "../../core/kernel/hubError";
import type { ServicePorts } from "../calls/servicePorts";
import type { Offer } from "../rows/choices";
import { ownRows } from "../rows/ownRows";
import type { Variables } from "../rows/row";

/** What the services of a hub are made of. */
export interface HubParts {
  readonly hub: Pick<HubDirectory, "catalog" | "definition" | "tool">;
  readonly requests: Pick<Requests, "callTool" | "readResource">;
  /** Read for each call: the rows may change while the hub runs. */
  readonly options: () => Pick<Options, "services">;
  readonly note: (text: string) => void;
}

/** What services ask of a hub. */
export const hubPorts = ({ hub, requests, options, note }: HubParts): ServicePorts => ({
  requests,
  note,
  ownRows: () => ownRows(options().services),
  offer: (server, signal) => offerOf(hub, server, signal),
  ofEntry: (server) => entryVariables(hub.definition(server)),
});

/** The variables that the entry of a server has for rows: `{apiVersion}` and `{custom.NAME}`. */
export function entryVariables({ entry }: Pick<ServerDefinition, "entry">): Variables {
  if (entry.kind === "invalid") return {};
  const { apiVersion, custom = {} } = entry.config;
  const own = Object.entries(custom).map(([name, value]) => [`custom.${name}`, value]);
  return { ...(apiVersion !== undefined && { apiVersion }), ...Object.fromEntries(own) };
}

/** What a server offers, once it is ready: to ask for a tool waits for it, whatever tool that is. */
async function offerOf(hub: HubParts["hub"], server: string, signal: AbortSignal): Promise<Offer> {
  const now = hub.catalog(server);
  if (now.tools.length + now.resources.length + now.resourceTemplates.length > 0) return now;
  try {
    await hub.tool(server, "", signal);
  } catch (error) {
    if (asHubError(error).code !== "unknown-tool") throw error;
  }
  return hub.catalog(server);
}
