import type { Page } from "playwright-core";
import { oldestVariable } from "../host/embeddedEditor.mjs";
import { until } from "./until.js";

/**
 * Opens the hub's walkthrough by `open`, and waits for it. VS Code 1.103 reads the walkthroughs of extensions only when it first shows one, and
 * then shows one of its own; the next time it shows the right one.
 */
export async function openWalkthrough(page: Page, open: () => Promise<unknown>): Promise<void> {
  const first = page.getByText("Bring your servers").first();
  await open();
  if (process.env[oldestVariable] === "1") {
    await page.locator(".gettingStartedContainer").waitFor({ timeout: 30_000 });
    await until("the walkthrough is the hub's", async () => {
      await open();
      return first.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    });
  }
  await first.waitFor({ timeout: 30_000 });
}
