import type { HubEvent } from "../../protocol/hubEvent";
import type { Options } from "../config/schema/settings";
import type { Hub } from "../hub/hub";
import type { Clock } from "../kernel/clock";
import type { Event } from "../kernel/emitter";
import type { QuestionDesk } from "../questions/questionDesk";
import { approve } from "./approval/approve";
import type { AskPerson, Grants } from "./approval/grants";
import { budget } from "./budget";
import { callOptions } from "./callOptions";
import { deadline } from "./deadline";
import type { KeptResults } from "./keptResults";
import { Breakers, guard } from "./limits/guard";
import { Limits } from "./limits/limit";
import { observe } from "./observe";
import { prepare } from "./prepare";
import { retry } from "./retry";
import { Shared } from "./share";
import { type Handler, pipeline } from "./toolCall";

export interface CallPathParts {
  readonly hub: Pick<Hub, "tool" | "definition" | "send"> & Partial<Pick<Hub, "toolNow">>;
  readonly options: () => Options;
  readonly grants: Grants;
  readonly ask: AskPerson;
  readonly desk: QuestionDesk;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  /** The stream: it says when a kept answer is out of date, and when a server is gone. Without it no answer is kept. */
  readonly onEvent?: Event<HubEvent>;
  /** Given where somebody looks at the result of a call after it has ended. */
  readonly kept?: KeptResults;
  /** Given where a command resets them. */
  readonly breakers?: Breakers;
  /** For the spread of waits, from 0 up to 1; `Math.random` where it is missing. */
  readonly random?: () => number;
}

/** The way of every tool call, whatever door it came in by: this list is the policy of the product. */
export function callPath(parts: CallPathParts): Handler {
  const { hub, options, grants, ask, desk, clock, publish, onEvent, random = Math.random } = parts;
  const optionsOf = callOptions(options, hub.definition.bind(hub));
  const trusts = grants.trusts.bind(grants);
  const shared = new Shared({ optionsOf, trusts, clock, hears: onEvent !== undefined });
  const limits = new Limits({ optionsOf, clock, publish });
  const breakers = parts.breakers ?? new Breakers({ clock, publish });

  // Lives as long as the stream, which lets go of all its listeners.
  onEvent?.((event) => {
    shared.heard(event);
    if (event.type !== "server.removed") return;
    limits.forget(event.server);
    breakers.forget(event.server);
  });

  return pipeline(
    observe(publish, clock),
    ...(parts.kept ? [parts.kept.layer] : []),
    prepare(hub.tool.bind(hub), optionsOf, clock, hub.toolNow?.bind(hub)),
    approve({ hub, options, grants, ask, desk }),
    budget(optionsOf, clock),
    shared.layer,
    retry({ optionsOf, trusts, clock, publish, random }),
    limits.layer,
    guard(breakers, optionsOf),
    deadline(optionsOf, clock),
  )(hub.send);
}
