import type { Notification } from "../../../core/hub/notifications";
import { DisposableStore } from "../../../core/kernel/disposable";
import { isObject } from "../../../protocol/isObject";
import type { Exchange } from "../../http/exchange";
import { SseWriter } from "../../http/sseWriter";
import { changedLists, changeOf } from "../lists";
import type { McpParts } from "../mcpParts";
import { type Json, jsonOf, notificationMessage, RpcError, type RpcRequest, resultMessage, rpcCodes } from "../rpc";
import type { ListKind, View } from "../view/view";
import type { ViewChanges } from "../view/viewChanges";

/** How many resources one stream follows. */
const maxResources = 200;

const idKey = "io.modelcontextprotocol/subscriptionId";

/**
 * A stream of changes (`subscriptions/listen`, specification 2026-07-28): it says first what it will tell, then tells each change with the
 * id of the request, until the client closes it.
 */
export function listen(
  { hub, clock }: McpParts,
  changes: ViewChanges,
  view: View,
  { id, params }: RpcRequest,
  exchange: Exchange,
): () => void {
  const wanted = isObject(params.notifications) ? params.notifications : {};
  const kinds: readonly ListKind[] = [
    ...(wanted.toolsListChanged === true ? (["tools"] as const) : []),
    ...(wanted.promptsListChanged === true ? (["prompts"] as const) : []),
    ...(wanted.resourcesListChanged === true ? (["resources", "resourceTemplates"] as const) : []),
  ];
  const uris = textsOf(wanted.resourceSubscriptions).map((uri) => ({ uri, server: view.owner(uri) }));
  const stream = new SseWriter(exchange, clock);
  const store = new DisposableStore();
  const send = (method: string, own: Json) =>
    stream.send(notificationMessage(method, { ...own, _meta: { ...(isObject(own._meta) && own._meta), [idKey]: id } }));

  send("notifications/subscriptions/acknowledged", { notifications: granted(wanted, uris) });
  const known = new Map(kinds.map((kind) => [kind, view.list(kind)]));
  store.add(
    changes.follow(() => {
      const changed = changedLists(view, known);
      for (const kind of changed) known.set(kind, view.list(kind));
      for (const method of new Set(changed.map((kind) => changeOf[kind]))) send(method, {});
    }),
  );
  for (const { uri, server } of uris) {
    store.add(hub.subscribe(server, uri));
    const updated = ({ params: own }: Notification) => {
      if (isObject(own) && own.uri === uri) send("notifications/resources/updated", own);
    };
    store.add(hub.notifications.on({ server, method: "notifications/resources/updated" }, updated));
  }
  exchange.signal.addEventListener("abort", () => store.dispose());
  if (exchange.signal.aborted) store.dispose();
  return () => {
    store.dispose();
    stream.send(resultMessage(id, jsonOf({ resultType: "complete", _meta: { [idKey]: id } })));
    stream.end();
  };
}

const granted = (wanted: Json, uris: readonly { readonly uri: string }[]): Json => ({
  ...(wanted.toolsListChanged === true && { toolsListChanged: true }),
  ...(wanted.promptsListChanged === true && { promptsListChanged: true }),
  ...(wanted.resourcesListChanged === true && { resourcesListChanged: true }),
  ...(uris.length > 0 && { resourceSubscriptions: uris.map(({ uri }) => uri) }),
});

function textsOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length <= maxResources && value.every((one) => typeof one === "string"))
    return value;
  throw new RpcError(
    rpcCodes.invalidParams,
    `The params are wrong: resourceSubscriptions must be a list of at most ${maxResources} addresses.`,
  );
}
