import type { Client } from "@modelcontextprotocol/client";
import { noLimitMs } from "./sdkShapes";

/**
 * From revision 2026-07-28 on, a server tells changes only to those that listen (`subscriptions/listen`); before, nothing is to be
 * done. Returns what stops the listening.
 */
export function listenForChanges(client: Client, onFailure: (error: unknown) => void): () => void {
  const { tools, resources, prompts } = client.getServerCapabilities() ?? {};
  const filter = {
    ...(tools?.listChanged && { toolsListChanged: true }),
    ...(resources?.listChanged && { resourcesListChanged: true }),
    ...(prompts?.listChanged && { promptsListChanged: true }),
  };
  const abort = new AbortController();
  if (client.getProtocolEra() === "modern" && Object.keys(filter).length > 0)
    client.listen(filter, { signal: abort.signal, timeout: noLimitMs }).catch((error: unknown) => {
      if (!abort.signal.aborted) onFailure(error);
    });
  return () => abort.abort();
}
