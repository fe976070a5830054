import type { ReadForModel } from "../calls/readPath";
import type { Handler } from "../calls/toolCall";
import type { Options } from "../config/schema/settings";
import type { EventStream } from "../hub/eventStream";
import type { Hub } from "../hub/hub";

/** What the chat and the language-model tools need; the root provides it. */
export interface ChatPorts {
  readonly hub: Hub;
  readonly stream: EventStream;
  /** The one way to run a tool, policy and approval included. */
  readonly callTool: Handler;
  /** The one way for a model to read a resource, policy and approval included. */
  readonly readResource: ReadForModel;
  readonly options: () => Options;
}
