import { type AbleServer, ableServers } from "../../../core/calls/services/ableServers";
import type { MethodEntry, OpenServices, ServiceDoor } from "../../../core/calls/services/serviceDoor";
import type { GatewayClient } from "../../access/gatewayClient";
import type { RestParts } from "../restParts";
import { seesTool, visibleServers } from "../servers/visible";

/** What the addresses of the typed services work with. */
export type ServiceParts = RestParts & { readonly services: OpenServices };

/** The servers that can do a method for a client, in the order of the settings. */
export const ableFor = (
  parts: RestParts,
  door: ServiceDoor,
  client: GatewayClient,
  { method }: MethodEntry,
): readonly AbleServer[] =>
  ableServers(door, visibleServers(parts, client), method, (server) => seesTool(parts, client, server));

/** The two parts of a method's name. */
export function partsOf(method: string): { readonly service: string; readonly name: string } {
  const dot = method.indexOf(".");
  return { service: method.slice(0, dot), name: method.slice(dot + 1) };
}
