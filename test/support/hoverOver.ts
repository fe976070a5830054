import type { Locator } from "playwright-core";
import { until } from "./until.js";

/** As long as the mouse rests before it comes again: VS Code's own delay is half a second. */
const restMs = 5_000;

/**
 * The hover of something, once it says all that it should.
 *
 * VS Code takes a hover away when something else takes the focus, and brings it back only when the mouse comes again, as a
 * person's does.
 */
export async function hoverOver(target: Locator, ...says: readonly string[]): Promise<Locator> {
  const page = target.page();
  const hover = says.reduce((at, hasText) => at.filter({ hasText }), page.locator(".monaco-hover"));
  let came = Number.NEGATIVE_INFINITY;
  return until(`the hover says ${says.join(" and ")}`, async () => {
    if (await hover.isVisible()) return hover;
    if (Date.now() - came < restMs) return false;
    await page.mouse.move(0, 0);
    await target.hover({ timeout: 30_000 });
    came = Date.now();
    return false;
  });
}
