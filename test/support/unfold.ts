import type { Locator } from "playwright-core";
import { until } from "./until.js";

/** A click on a row that is just being drawn again is lost; the tree itself may take this long to ask for what is in the row. */
const lostMs = 10_000;

/** Unfolds a node of a tree by its arrow, or folds it; settles when it is so. */
export async function unfold(node: Locator, expanded = true): Promise<void> {
  let clicked = Number.NEGATIVE_INFINITY;
  await until(`the node is ${expanded ? "unfolded" : "folded"}`, async () => {
    if (((await node.getAttribute("aria-expanded", { timeout: 30_000 })) === "true") === expanded) return true;
    if (Date.now() - clicked < lostMs) return false;
    await node.locator(".monaco-tl-twistie").click({ timeout: 30_000 });
    clicked = Date.now();
    return false;
  });
}
