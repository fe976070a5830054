import { inSlices, yieldToLoop } from "../../core/kernel/timeSlices";
import { type TreeItemData, treeItemData } from "./treeItemData";
import { childNodes, type TreeNode, type TreeSource } from "./treeNode";

/** How many tree items VS Code gets before other work runs. */
const batchSize = 200;

/**
 * Creates the tree items of nodes. VS Code asks for the items of all children of a node at once. A server may offer thousands
 * of entries with long descriptions, so their items are created in time slices before VS Code gets the children.
 */
export class TreeItemCache {
  private requests = 0;
  private lastBatch: Promise<void> = Promise.resolve();
  private readonly items = new WeakMap<TreeNode, TreeItemData>();

  constructor(private readonly source: TreeSource) {}

  /** The children of a node. */
  async children(node: TreeNode): Promise<TreeNode[]> {
    const nodes = [...childNodes(node, this.source)];
    // Servers, messages and groups are few and change often: their items are not cached.
    if (node.kind === "group")
      for await (const child of inSlices(nodes)) this.items.set(child, treeItemData(child, this.source));
    return nodes;
  }

  /** The item of a node. VS Code processes each item when it gets it, so the items of many nodes are returned in batches. */
  async get(node: TreeNode): Promise<TreeItemData> {
    if (++this.requests % batchSize === 0) this.lastBatch = this.lastBatch.then(yieldToLoop);
    await this.lastBatch;
    return this.items.get(node) ?? treeItemData(node, this.source);
  }
}
