import { inTurns } from "../core/inTurns";
import { type NodeLook, nodeLook } from "./treeLook";
import { childNodes, type TreeNode, type TreeSource } from "./treeNode";

/**
 * How nodes look. VS Code asks for the looks of all children of a node at once: those of what a server offers, which may be thousands
 * with long descriptions, are made in turns before it gets the children.
 */
export class NodeLooks {
  private readonly made = new WeakMap<TreeNode, NodeLook>();

  constructor(private readonly source: TreeSource) {}

  /** What stands below a node. */
  async children(node: TreeNode): Promise<TreeNode[]> {
    const nodes = [...childNodes(node, this.source)];
    // Servers, lines and groups are few, and look different from one time to the next.
    if (node.kind === "group")
      for await (const child of inTurns(nodes)) this.made.set(child, nodeLook(child, this.source));
    return nodes;
  }

  of(node: TreeNode): NodeLook {
    return this.made.get(node) ?? nodeLook(node, this.source);
  }
}
