import type { ReadResults } from "../calls/approval/readResults";
import type { KeptResults } from "../calls/keptResults";
import type { Requests } from "../calls/requests";
import type { OpenServices } from "../calls/services/serviceDoor";
import type { Options } from "../config/schema/settings";
import type { EventStream } from "../hub/eventStream";
import type { Hub } from "../hub/hub";
import type { Pins } from "../pins/pins";

/** What the chat and the language-model tools need; the root provides it. */
export interface ChatPorts {
  readonly hub: Hub;
  readonly stream: EventStream;
  /** Sends requests to servers, policy and approval included. */
  readonly requests: Requests;
  /** The whole of results that a model got only the beginning of. */
  readonly kept: KeptResults;
  readonly options: () => Options;
  /** What models do not get until the person has looked at it. */
  readonly pins: Pick<Pins, "withholds">;
  /** Which servers' results each conversation has read. */
  readonly read: ReadResults;
  /** The typed services; without them, models get none of their tools. */
  readonly services?: OpenServices;
}
