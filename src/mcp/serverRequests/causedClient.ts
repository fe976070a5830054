import { type BaseContext, Client, type ClientContext } from "@modelcontextprotocol/client";
import type { MessageInfo } from "../wire/messageInfo";

/** The SDK's client, whose handlers of a server's requests also learn which request of ours made the server ask. */
export class CausedClient extends Client {
  protected override buildContext(context: BaseContext, info?: MessageInfo): ClientContext & MessageCause {
    return { ...super.buildContext(context, info), cause: info?.cause };
  }
}

type MessageCause = Pick<MessageInfo, "cause">;

/** The signal of our request in whose response this request of the server came, where that is known. */
export const causeOf = (context: ClientContext & MessageCause): AbortSignal | undefined => context.cause;
