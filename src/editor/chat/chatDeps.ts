import type { ReadForModel } from "../../core/calls/readPath";
import type { Handler } from "../../core/calls/toolCall";
import type { Options } from "../../core/config/settings";
import type { EventStream } from "../../core/eventStream";
import type { Hub } from "../../core/hub";

/** What the chat and the language-model tools are given by the root. */
export interface ChatDeps {
  readonly hub: Hub;
  readonly stream: EventStream;
  /** The one way to run a tool, policy and approval included. */
  readonly callTool: Handler;
  /** The one way for a model to read a resource, policy and approval included. */
  readonly readResource: ReadForModel;
  readonly options: () => Options;
}
