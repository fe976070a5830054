import type { Notification } from "../../core/hub/notifications";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { ClientAnswers } from "../../core/questions/clientAnswers";
import type { ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import type { McpParts } from "./mcpParts";
import type { Json } from "./rpc";

/**
 * Follows a resource of a server until what it returns is disposed. `answers`: the client, where it answers servers itself: what it hears
 * is for nobody else where it has a connection of its own. `updated` gets the params of each notification.
 */
export function followResource(
  hub: McpParts["hub"],
  { server, uri }: { readonly server: ServerId; readonly uri: string },
  answers: ClientAnswers | undefined,
  updated: (params: Json) => void,
): Disposable {
  const store = new DisposableStore();
  store.add(hub.subscribe(server, uri, answers));
  const own = answers && hub.clients.hasOwn(answers) ? answers.key : undefined;
  const listener = ({ client, params }: Notification) => {
    if (client === own && isObject(params) && params.uri === uri) updated(params);
  };
  store.add(hub.notifications.on({ server, method: "notifications/resources/updated" }, listener));
  return store;
}
