import type { Catalog } from "../../../core/catalog/catalog";
import { DisposableStore } from "../../../core/kernel/disposable";
import { startsWhenUsed } from "../../../protocol/connectionState";
import type { ServerId } from "../../../protocol/hubEvent";
import type { McpParts } from "../mcpParts";
import type { RpcRequest } from "../rpc";
import type { View } from "./view";

/** How long a list waits for servers that are starting, in milliseconds: clients give up after about 10 seconds. */
const patienceMs = { all: 2000, one: 8000 } as const;

/**
 * Starts servers that start when they are used and were never seen, and waits a little for those that are on their way and of which nothing
 * is known yet. A list is answered with what is known then; when
 * more is known, the client hears that it changed. One slow server holds nothing up for longer.
 */
export async function whenStarted(
  { hub, stream, clock, report }: McpParts,
  view: View,
  signal: AbortSignal,
): Promise<void> {
  const { only, answers } = view;
  const isAwaited = (server: ServerId): boolean => {
    const kind = stream.view.servers.find(({ id }) => id === server)?.state.kind;
    if (kind === "starting" && isUnknown(hub.catalog(server))) return true;
    if (!answers || kind !== "ready") return false;
    hub.catalog(server, answers); // its own connection starts with the first look
    return hub.clients.isStarting(server, answers);
  };
  for (const { id, state } of stream.view.servers)
    if (startsWhenUsed(state) && view.servers.includes(id) && isUnknown(hub.catalog(id))) hub.connect(id).catch(report); // the state of the server says why
  if (!view.servers.some(isAwaited)) return;
  await new Promise<void>((resolve) => {
    const over = () => {
      store.dispose();
      limit.dispose();
      signal.removeEventListener("abort", over);
      resolve();
    };
    const look = () => {
      if (!view.servers.some(isAwaited)) over();
    };
    const store = new DisposableStore();
    store.add(hub.clients.onChange(look));
    store.add(stream.onEvent(({ type }) => void (type.startsWith("server.") && look())));
    const limit = clock.after(patienceMs[only === undefined ? "all" : "one"], over, true);
    signal.addEventListener("abort", over);
  });
}

const isUnknown = ({ tools, resources, resourceTemplates, prompts }: Catalog): boolean =>
  tools.length + resources.length + resourceTemplates.length + prompts.length === 0;

/** The same for a request that names what is not known: the server that has it may be on its way. */
export const whenKnown = async (
  parts: McpParts,
  view: View,
  { method, params }: Pick<RpcRequest, "method" | "params">,
  signal: AbortSignal,
): Promise<void> => {
  if (!view.knows(method, params)) await whenStarted(parts, view, signal);
};
