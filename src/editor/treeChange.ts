import type { HubEvent, ServerId } from "../protocol/hubEvent";

/** What an event changes in the tree: all of it, one server, or nothing. */
export function treeChange(event: HubEvent): "all" | { readonly server: ServerId } | undefined {
  switch (event.type) {
    case "config.read":
    case "server.added":
    case "server.removed":
    case "server.order":
      return "all";
    case "server.state":
    case "server.catalog":
      return { server: event.server };
    default:
      return undefined;
  }
}
