import { isKnownRead, optionsFor, type Trusts } from "../../../core/calls/callOptions";
import { presentationOf } from "../../../core/calls/presented/presentation";
import type { Options } from "../../../core/config/schema/settings";
import type { EventStream } from "../../../core/hub/eventStream";
import type { Hub } from "../../../core/hub/hub";
import type { Pins } from "../../../core/pins/pins";
import type { ViewSource } from "./viewSource";

export interface HubSourceParts {
  readonly hub: Pick<Hub, "catalog" | "definition">;
  readonly stream: Pick<EventStream, "view">;
  readonly options: () => Options;
  readonly pins: Pick<Pins, "withholds">;
  readonly trusts: Trusts;
}

/** What the views of clients are made of, from the hub. */
export const hubSource = ({ hub, stream, options, pins, trusts }: HubSourceParts): Omit<ViewSource, "version"> => ({
  servers: () => stream.view.servers.map(({ id }) => id),
  catalog: (server, answers) => hub.catalog(server, answers),
  withholds: (server, kind, { name, digest }) => pins.withholds(server, { kind, name }, digest),
  isRead: (server, offered) =>
    isKnownRead({ server, offered }, optionsFor(options(), hub.definition(server), offered.name), trusts),
  presentation: (server, tool, answers) => presentationOf(hub.definition(server), hub.catalog(server, answers), tool),
});
