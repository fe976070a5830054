import type { Locator, Page } from "playwright-core";
import { unfold } from "./unfold.js";
import { until } from "./until.js";

const keepAlive = { timeout: 30_000 };

/** The view Servers as a person looks through it. */
export class ServersView {
  constructor(private readonly page: Page) {}

  /** A node by what a screen reader says of it. */
  node(spoken: RegExp): Locator {
    return this.page.getByRole("treeitem", { name: spoken });
  }

  /** The labels of a group whose name ends with its count, in order; it is folded again. */
  async labelsIn(group: RegExp, kind: RegExp): Promise<readonly string[]> {
    const at = this.node(group);
    await unfold(at);
    const count = Number(/\d+$/.exec((await at.getAttribute("aria-label")) ?? "")?.[0]);
    const found = this.node(kind).locator(".label-name");
    await until(`${count} of ${kind} are in the tree`, async () => (await found.count()) === count);
    const labels = await found.allTextContents();
    await unfold(at, false);
    await found.first().waitFor({ state: "detached", ...keepAlive });
    return labels.sort();
  }
}
