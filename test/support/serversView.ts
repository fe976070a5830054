import type { Locator, Page } from "playwright-core";
import { until } from "./until.js";

const patience = { timeout: 30_000 };

/** As long as the mouse rests on a node before it comes anew: VS Code's own delay is half a second. */
const hoverMs = 5_000;

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

  /**
   * The hover of a node, once it says all that it should.
   *
   * VS Code takes a hover away when something else takes the focus, and brings it back only when the mouse comes
   * anew, as a person's does.
   */
  async hoverOf(node: Locator, ...says: readonly string[]): Promise<Locator> {
    const hover = says.reduce((at, hasText) => at.filter({ hasText }), this.page.locator(".monaco-hover"));
    let came = Number.NEGATIVE_INFINITY;
    return until(`the hover says ${says.join(" and ")}`, async () => {
      if (await hover.isVisible()) return hover;
      if (Date.now() - came < hoverMs) return false;
      await this.page.mouse.move(0, 0);
      await node.locator(".label-name").hover(patience);
      came = Date.now();
      return false;
    });
  }

  private turn(node: Locator): Promise<void> {
    return node.locator(".monaco-tl-twistie").click();
  }
}
