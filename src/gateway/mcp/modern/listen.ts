import { DisposableStore } from "../../../core/kernel/disposable";
import { isObject } from "../../../protocol/isObject";
import type { Exchange } from "../../http/exchange";
import { SseWriter } from "../../http/sseWriter";
import { wrongParams } from "../errors";
import { KnownLists } from "../lists";
import type { McpParts } from "../mcpParts";
import { type Json, jsonOf, notificationMessage, type RpcRequest, resultMessage } from "../rpc";
import { followResource } from "../updates";
import type { View } from "../view/view";
import type { ViewChanges } from "../view/viewChanges";
import type { ListKind } from "../view/viewSource";
import { metaPrefix } from "./envelope";

/** How many resources one stream follows. */
const maxResources = 200;

const idKey = `${metaPrefix}subscriptionId`;

/** The lists whose changes a client may ask for, by the name of its wish. */
const wishes: Readonly<Record<string, readonly ListKind[]>> = {
  toolsListChanged: ["tools"],
  promptsListChanged: ["prompts"],
  resourcesListChanged: ["resources", "resourceTemplates"],
};

/**
 * A stream of changes (`subscriptions/listen`, specification 2026-07-28): it says first what it will tell, then tells each change with the
 * id of the request, until the client closes it or what it returns is called. Throws an `RpcError` where the client names a resource that
 * it does not have.
 */
export function listen(
  { hub, clock }: McpParts,
  changes: ViewChanges,
  view: View,
  { id, params }: RpcRequest,
  exchange: Exchange,
): () => void {
  const wanted = wantedOf(params);
  const granted = Object.keys(wishes).filter((wish) => wanted[wish] === true);
  const resources = followed({ params }).map((uri) => ({ uri, server: view.owner(uri) }));
  const stream = new SseWriter(exchange, clock);
  const send = (method: string, own: Json) =>
    stream.send(notificationMessage(method, { ...own, _meta: { ...(isObject(own._meta) && own._meta), [idKey]: id } }));

  send("notifications/subscriptions/acknowledged", {
    notifications: {
      ...Object.fromEntries(granted.map((wish) => [wish, true])),
      ...(resources.length > 0 && { resourceSubscriptions: resources.map(({ uri }) => uri) }),
    },
  });
  const lists = new KnownLists(view, "modern");
  for (const kind of granted.flatMap((wish) => wishes[wish] ?? [])) lists.give(kind);
  const store = new DisposableStore();
  store.add(
    changes.follow(() => {
      for (const method of lists.changes(true)) send(method, {});
    }),
  );
  for (const resource of resources)
    store.add(followResource(hub, resource, view.answers, (own) => send("notifications/resources/updated", own)));
  const over = () => store.dispose();
  exchange.signal.addEventListener("abort", over);
  if (exchange.signal.aborted) over();
  return () => {
    over();
    stream.send(resultMessage(id, jsonOf({ resultType: "complete", _meta: { [idKey]: id } })));
    stream.end();
  };
}

const wantedOf = ({ notifications }: Json): Json => (isObject(notifications) ? notifications : {});

/** The resources that a client wants to follow. Throws an `RpcError` where the params say nothing of the kind. */
export function followed({ params }: Pick<RpcRequest, "params">): readonly string[] {
  const value = wantedOf(params).resourceSubscriptions;
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length <= maxResources && value.every((one) => typeof one === "string"))
    return value;
  throw wrongParams(`resourceSubscriptions must be a list of at most ${maxResources} addresses`);
}
