import type { ComposedHub } from "./composedHub";
import type { OpenServices, ServiceDoor } from "./core/calls/services/serviceDoor";
import type { Options } from "./core/config/schema/settings";

/**
 * The typed services of a hub, the same for all of its doors. Their code is loaded when a door first needs them: most hubs start without.
 *
 * @param note - takes what a person should know of a server, such as that a tool has been renamed; the log of the hub unless given
 */
export function openServices(
  { hub, requests, stream }: ComposedHub,
  options: () => Options,
  note = (text: string) => stream.publish({ type: "hub.log", level: "info", text }),
): OpenServices {
  let opened: Promise<ServiceDoor> | undefined;
  return () => {
    opened ??= import("./services/clients/serviceDoor").then(({ serviceDoor }) =>
      serviceDoor({ hub, requests, options, note }),
    );
    return opened;
  };
}
