import type { ServerId } from "../../protocol/hubEvent";
import { treeItemData } from "./treeItemData";
import { childNodes, serverNode, type TreeSource } from "./treeNode";

/**
 * Remembers what the rows of each server say. VS Code closes the hover of a row that is refreshed, and does not open it while refreshes
 * follow each other: a server that is tried again and again is refreshed only where a person sees a difference.
 */
export class ServerRows {
  private readonly rows = new Map<ServerId, string>();

  constructor(private readonly source: TreeSource) {}

  /** Whether the row of a server, or a message below it, says something else than when this was last asked. */
  hasChanged(server: ServerId): boolean {
    if (!this.source.view.servers.some(({ id }) => id === server)) return true;
    const node = serverNode(server);
    const messages = [...childNodes(node, this.source)].filter(({ kind }) => kind === "message");
    const row = JSON.stringify([node, ...messages].map((one) => treeItemData(one, this.source)));
    if (this.rows.get(server) === row) return false;
    this.rows.set(server, row);
    return true;
  }

  forget(server: ServerId): void {
    this.rows.delete(server);
  }
}
