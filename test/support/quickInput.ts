import type { Page } from "playwright-core";
import { until } from "./until.js";

const keepAlive = { timeout: 30_000 };

/** The editor's quick input as a person uses it: lists to choose from, and boxes to write into. */
export class QuickInput {
  constructor(private readonly page: Page) {}

  /** The widget itself; the editor has one, which each question takes over from the one before. */
  get widget() {
    return this.page.locator(".quick-input-widget");
  }

  /** What a person writes into: the filter of a list, or the answer to a question. */
  get input() {
    return this.widget.locator(".quick-input-filter input");
  }

  /** An item of the list by a part of its label, or by all of it. Rows of an earlier list may still be there, hidden. */
  item(label: string | RegExp) {
    return this.widget.locator(".quick-input-list .label-name:visible", { hasText: label }).first();
  }

  /** Chooses an item. */
  async choose(label: string | RegExp): Promise<void> {
    await this.page.mouse.move(0, 0); // the hover of another item would be in the way
    await this.item(label).click(keepAlive);
  }

  /** Marks items, and is done with the list. */
  async check(...labels: string[]): Promise<void> {
    const ok = this.widget.getByRole("button", { name: "OK" });
    await ok.waitFor(keepAlive);
    for (const label of labels) await this.choose(label);
    await ok.click();
  }

  /**
   * Answers a question: writes into its box and presses Enter.
   *
   * A list that was just answered may still stand there, with a filter that looks like the box; and the next
   * question may come in the same box. So this waits until the list has gone, and afterwards until the editor took
   * the answer or refused it.
   */
  async answer(text: string): Promise<void> {
    await this.widget.locator(".quick-input-list").waitFor({ state: "hidden", ...keepAlive });
    await this.input.fill(text, keepAlive);
    await this.page.keyboard.press("Enter");
    const refused = this.widget.locator(".monaco-inputbox.error");
    await until(
      `the answer "${text}" is taken or refused`,
      async () => (await this.value()) !== text || (await refused.isVisible()),
    );
  }

  /** Waits for the question whose box starts with this text. */
  async asks(text: string): Promise<void> {
    await until(`the box starts with "${text}"`, async () => (await this.value()) === text);
  }

  private value(): Promise<string | undefined> {
    return this.input.evaluateAll((inputs) => {
      const seen = inputs.find((input) => input.checkVisibility());
      return seen && "value" in seen ? String(seen.value) : undefined;
    });
  }
}
