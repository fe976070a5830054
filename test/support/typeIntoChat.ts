import type { Page } from "playwright-core";

/** Types a line into the chat that is open, as a person does, and sends it; settles once it stands in the chat. */
export async function typeIntoChat(page: Page, line: string): Promise<void> {
  const input = page.locator(".interactive-session .interactive-input-part .monaco-editor").first();
  await input.click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("Delete");
  await page.keyboard.type("@mcp ");
  await page.keyboard.insertText(line.slice("@mcp ".length)); // as pasted: every key costs the chat a round of suggestions
  await page.keyboard.press("Escape"); // a list of suggestions would take the Enter
  await page.keyboard.press("Enter");
  // As the chat renders it: commands apart, and links as links.
  const [question = ""] = line.replace(/^@mcp (\/\w+ ?)?/, "").split("[");
  await page.locator(".interactive-request", { hasText: question }).last().waitFor();
}
