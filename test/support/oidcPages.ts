import assert from "node:assert/strict";
import type { Page } from "playwright-core";

const keepAlive = { timeout: 15_000 };

/** Goes through the pages of oidc-provider as a person: a login where it asks for one, the consent, and the hub's own last page. */
export async function signInAs(page: Page, name: string): Promise<void> {
  const login = page.locator("input[name=login]");
  const more = page.getByRole("button", { name: "Continue" });
  const done = page.getByRole("heading", { name: "Signed in", exact: true });
  for (;;) {
    await login
      .or(more)
      .or(done)
      .first()
      .waitFor(keepAlive)
      .catch(async () =>
        assert.fail(`${page.url()} says: ${(await page.locator("body").textContent())?.slice(0, 500)}`),
      );
    if (await done.isVisible()) break;
    if (await login.isVisible()) {
      await login.fill(name);
      await page.locator("input[name=password]").fill("any");
      await page.getByRole("button", { name: "Sign-in" }).click();
    } else await more.click();
    await page.waitForLoadState();
  }
  await page.close();
}
