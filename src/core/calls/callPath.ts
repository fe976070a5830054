import type { HubEvent } from "../../protocol/hubEvent";
import type { Clock } from "../clock";
import type { Options } from "../config/settings";
import type { Hub } from "../hub";
import type { AskPerson, Grants } from "./approval";
import { approve } from "./approve";
import { deadline } from "./deadline";
import { observe } from "./observe";
import { prepare } from "./prepare";
import { type Handler, pipeline } from "./toolCall";

export interface CallPathParts {
  readonly hub: Hub;
  readonly options: () => Options;
  readonly grants: Grants;
  readonly ask: AskPerson;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
}

/** The way of every tool call, whatever door it came in by: this list is the policy of the product. */
export const callPath = ({ hub, options, grants, ask, clock, publish }: CallPathParts): Handler =>
  pipeline(
    observe(publish, clock),
    prepare(hub.tool.bind(hub)),
    approve({ hub, options, grants, ask }),
    deadline(options, clock),
  )(hub.send);
