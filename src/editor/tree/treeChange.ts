import type { HubEvent, ServerId } from "../../protocol/hubEvent";

/** What an event changes in the tree: everything, one server, or nothing. */
export function treeChange(event: HubEvent): "all" | { readonly server: ServerId } | undefined {
  switch (event.type) {
    case "config.read":
    case "choice.changed":
    case "server.added":
    case "server.removed":
    case "server.order":
      return "all";
    case "server.state":
    case "pin.changed":
    case "pin.accepted":
    case "server.catalog":
      return { server: event.server };
    default:
      return undefined;
  }
}
