import type { Page } from "playwright-core";
import { until } from "./until.js";

/** Answers the same question of each server in its dialog, in whatever order they come. */
export async function answerEach(page: Page, servers: readonly string[], words: RegExp, button: string): Promise<void> {
  const dialog = page.locator(".monaco-dialog-box");
  const left = new Set(servers);
  while (left.size > 0) {
    const server = await until(`${[...left].join(" or ")} asks`, async () => {
      const text = (await dialog.count()) > 0 ? ((await dialog.first().textContent()) ?? "") : "";
      const name = /MCP server "(\w+)"/.exec(text)?.[1] ?? "";
      return words.test(text) && left.has(name) && name;
    });
    left.delete(server);
    await dialog.getByRole("button", { name: button, exact: true }).click({ timeout: 30_000 });
  }
}
