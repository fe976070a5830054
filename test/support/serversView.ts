import type { Locator, Page } from "playwright-core";
import { until } from "./until.js";

const patience = { timeout: 30_000 };

/** The view Servers as a person looks through it. */
export class ServersView {
  constructor(private readonly page: Page) {}

  /** A node by what a screen reader says of it. */
  node(spoken: RegExp): Locator {
    return this.page.getByRole("treeitem", { name: spoken });
  }

  async unfold(node: Locator): Promise<void> {
    await node.waitFor(patience);
    if ((await node.getAttribute("aria-expanded")) !== "true") await this.turn(node);
  }

  async fold(node: Locator): Promise<void> {
    if ((await node.getAttribute("aria-expanded")) === "true") await this.turn(node);
  }

  /** The labels of a group whose name ends with its count, in order; it is folded again. */
  async labelsIn(group: RegExp, kind: RegExp): Promise<readonly string[]> {
    const at = this.node(group);
    await this.unfold(at);
    const count = Number(/\d+$/.exec((await at.getAttribute("aria-label")) ?? "")?.[0]);
    const found = this.node(kind).locator(".label-name");
    await until(`${count} of ${kind} are in the tree`, async () => (await found.count()) === count);
    const labels = await found.allTextContents();
    await this.fold(at);
    await found.first().waitFor({ state: "detached", ...patience });
    return labels.sort();
  }

  private turn(node: Locator): Promise<void> {
    return node.locator(".monaco-tl-twistie").click();
  }
}
