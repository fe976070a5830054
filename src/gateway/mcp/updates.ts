import type { Notification } from "../../core/hub/notifications";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import type { McpParts } from "./mcpParts";
import type { Json } from "./rpc";

/** Follows a resource of a server until what it returns is disposed. `updated` gets the params of each notification. */
export function followResource(
  hub: McpParts["hub"],
  server: ServerId,
  uri: string,
  updated: (params: Json) => void,
): Disposable {
  const store = new DisposableStore();
  store.add(hub.subscribe(server, uri));
  const listener = ({ params }: Notification) => {
    if (isObject(params) && params.uri === uri) updated(params);
  };
  store.add(hub.notifications.on({ server, method: "notifications/resources/updated" }, listener));
  return store;
}
