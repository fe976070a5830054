import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { emptyCatalog } from "../catalog/catalog";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { ConnectionListener } from "../connection/connectionPorts";
import type { HubTasks } from "../tasks/hubTasks";
import { warnOfAliases } from "./mergedTools";
import type { Notifications } from "./notifications";
import type { RememberedServers } from "./rememberedServers";
import { boundedState, catalogEvent, serverEvents } from "./serverEvents";
import type { Subscriptions } from "./subscriptions";

/** What hears of a connection: each of them does its part, and then everybody is told. */
export interface HubListenerParts {
  readonly publish: (event: HubEvent) => void;
  readonly notifications: Notifications;
  readonly subscriptions: Pick<Subscriptions, "ready">;
  readonly tasks: Pick<HubTasks, "ready">;
  readonly remembered: Pick<RememberedServers, "keep"> | undefined;
  /** The definition that a server runs by; `undefined` once it is gone. */
  definition(server: ServerId): ServerDefinition | undefined;
  /** The server can be used. */
  ready(server: ServerId): void;
  stateChanged(): void;
  catalogChanged(): void;
}

/** Hears of the connection to one server that all share. */
export const hubListener = (server: ServerId, parts: HubListenerParts): ConnectionListener => ({
  state: (state) => {
    parts.publish({ type: "server.state", server, state: boundedState(state) });
    parts.stateChanged();
    if (state.kind !== "ready") return;
    parts.subscriptions.ready(server, state.since);
    parts.tasks.ready(server, state.since);
    parts.ready(server);
  },
  catalog: (catalog, stale) => {
    parts.catalogChanged();
    const definition = parts.definition(server);
    if (definition && !stale && catalog !== emptyCatalog) parts.remembered?.keep(definition, catalog);
    parts.publish(catalogEvent(server, catalog, stale));
    if (definition && !stale) warnOfAliases(parts.publish, definition, catalog);
  },
  ...serverEvents(server, parts.publish, parts.notifications),
});
