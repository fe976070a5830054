import { asShown } from "../../core/catalog/catalog";
import type { Hub } from "../../core/hub/hub";
import { safeLine } from "../../core/kernel/redact";
import type { CallEntry, CallTarget } from "../../protocol/callPageMessages";
import type { ServerId } from "../../protocol/hubEvent";

/** The most entries that the page gets: more would only make it slow. */
export const entriesLimit = 5000;

/** Everything that can be called now, server by server. */
export function callEntries(
  hub: Pick<Hub, "tools" | "catalog">,
  servers: readonly ServerId[],
  limit = entriesLimit,
): { readonly entries: readonly CallEntry[]; readonly more: number } {
  const tools = hub.tools();
  const entries: CallEntry[] = [];
  let more = 0;
  const add = (target: CallTarget, label: string, about: string | undefined) => {
    if (entries.length >= limit) more++;
    else entries.push({ ...target, label: safeLine(label, 100), about: safeLine(about ?? "", 160) });
  };
  for (const server of servers) {
    for (const found of tools) {
      if (found.server !== server) continue;
      const { name, title, description } = asShown(found);
      add({ kind: "tool", server, name: found.tool.name }, name, description ?? title);
    }
    const { prompts, resources, resourceTemplates } = hub.catalog(server);
    for (const { name, title, description } of prompts)
      add({ kind: "prompt", server, name }, title || name, description ?? "");
    for (const { uri, name, title, description } of resources)
      add({ kind: "resource", server, name: uri }, title || name || uri, description ?? uri);
    for (const { uriTemplate, name, title, description } of resourceTemplates)
      add({ kind: "template", server, name: uriTemplate }, title || name || uriTemplate, description ?? uriTemplate);
  }
  return { entries, more };
}
