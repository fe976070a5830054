import type { ServerAsk } from "../../core/calls/requests";
import type { Progress } from "../../core/messages/toolResult";
import type { Place } from "./place";
import type { Answering } from "./reply";
import { type Json, notificationMessage } from "./rpc";

/** Who asks, and what is heard of the request while it runs. */
export type Asking = Omit<ServerAsk, "server">;

/** Who asks, as the path of requests wants to know it. */
export const callerAt = ({ client, view }: Place): Asking["caller"] => ({
  door: "gateway",
  client: { id: client.id, name: client.name },
  scopes: view.scopes,
});

/** Reports progress with the token of the client, which means nothing to anyone else; `undefined` where it gave none. */
export function progressTo(reply: Answering, { _meta }: Json): ((progress: Progress) => void) | undefined {
  const token = (_meta as { readonly progressToken?: unknown } | undefined)?.progressToken;
  if (typeof token !== "string" && typeof token !== "number") return undefined;
  return (progress) =>
    reply.notify(notificationMessage("notifications/progress", { ...progress, progressToken: token }));
}
