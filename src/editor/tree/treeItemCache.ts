import { inSlices, yieldToLoop } from "../../core/kernel/timeSlices";
import { type TreeItemData, treeItemData } from "./treeItemData";
import { childNodes, type TreeNode, type TreeSource } from "./treeNode";

/** So many nodes VS Code gets before others have their turn. */
const together = 200;

/**
 * How nodes look. VS Code asks for the looks of all children of a node at once: those of what a server offers, which may be thousands
 * with long descriptions, are made in turns before it gets the children.
 */
export class TreeItemCache {
  private asked = 0;
  private turn: Promise<void> = Promise.resolve();
  private readonly made = new WeakMap<TreeNode, TreeItemData>();

  constructor(private readonly source: TreeSource) {}

  /** What stands below a node. */
  async children(node: TreeNode): Promise<TreeNode[]> {
    const nodes = [...childNodes(node, this.source)];
    // Servers, lines and groups are few, and look different from one time to the next.
    if (node.kind === "group")
      for await (const child of inSlices(nodes)) this.made.set(child, treeItemData(child, this.source));
    return nodes;
  }

  /** How a node looks. VS Code asks for all that stand below a node in one go, and works on each when it has it: it gets them in turns. */
  async of(node: TreeNode): Promise<TreeItemData> {
    if (++this.asked % together === 0) this.turn = this.turn.then(yieldToLoop);
    await this.turn;
    return this.made.get(node) ?? treeItemData(node, this.source);
  }
}
