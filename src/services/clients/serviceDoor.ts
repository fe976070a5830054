import type { ServiceDoor } from "../../core/calls/services/serviceDoor";
import { ServiceCalls, seen } from "../calls/callMethod";
import { trial } from "../calls/trial/trial";
import { methodEntries } from "../contracts/methodEntries";
import { type HubParts, hubPorts } from "./hubPorts";

/** The typed services of a hub, for all of its doors: what is said once is said once for all of them. */
export function serviceDoor(parts: HubParts): ServiceDoor {
  const ports = hubPorts(parts);
  const calls = new ServiceCalls(ports);
  return {
    methods: methodEntries(),
    ownRows: () => parts.options().services,
    means: (server, method, sees) => calls.means(server, method, seen(parts.hub.catalog(server), sees)),
    call: (call) => calls.call(call),
    trial: (asked) => trial(ports, asked, parts.options().services),
  };
}
