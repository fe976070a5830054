import type { Locator, Page } from "playwright-core";
import { QuickInput } from "../../support/quickInput";

/** What a task took a person. */
export interface Effort {
  readonly clicks: number;
  /** Keys and chords that are no text: Enter, F1, Ctrl+C. */
  readonly keys: number;
  /** Characters of text. */
  readonly typed: number;
  /** How long the product made the person wait, in seconds, as measured. */
  readonly waited: number;
  /** In all, in seconds. */
  readonly seconds: number;
}

/**
 * Seconds of an average person for one of each: the keystroke-level model (Card, Moran, Newell 1980), in which each deliberate step begins
 * with a moment of thought, and pointing comes before a click.
 */
const operator = { key: 0.28, point: 1.1, press: 0.2, think: 1.35 };

const patience = { timeout: 30_000 };

/** Someone who uses the window, and whose steps are counted. */
export class Person {
  private clicks = 0;
  private keys = 0;
  private typed = 0;
  private waitedMs = 0;

  constructor(readonly page: Page) {}

  async click(at: Locator): Promise<void> {
    this.clicks++;
    await this.wait(() => at.first().click(patience));
  }

  async press(key: string): Promise<void> {
    this.keys++;
    await this.wait(() => this.page.keyboard.press(key));
  }

  /** Writes into a box that has been clicked, or has the keyboard. */
  async type(text: string): Promise<void> {
    this.typed += text.length;
    await this.wait(() => this.page.keyboard.type(text));
  }

  /** Writes into the box of a question of the editor, and is done with it. */
  async answer(text: string): Promise<void> {
    this.typed += text.length;
    this.keys++;
    await this.wait(() => new QuickInput(this.page).answer(text));
  }

  /** Looks until something is there. */
  async see(what: Locator): Promise<void> {
    await this.wait(() => what.first().waitFor(patience));
  }

  /** Runs a command by its title, as from the palette. */
  async command(title: string): Promise<void> {
    await this.press("F1");
    await this.see(this.page.locator(".quick-input-widget input:visible"));
    await this.type(title);
    await this.see(
      this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title.replace(/^.*: /, "") }),
    );
    await this.press("Enter");
  }

  /** What it took since the last time. */
  effort(): Effort {
    const { clicks, keys, typed } = this;
    const waited = this.waitedMs / 1000;
    const { key, point, press, think } = operator;
    const seconds = clicks * (think + point + press) + keys * (think + key) + typed * key + waited;
    this.clicks = this.keys = this.typed = this.waitedMs = 0;
    return { clicks, keys, typed, waited, seconds };
  }

  private async wait(act: () => Promise<unknown>): Promise<void> {
    const began = performance.now();
    await act();
    this.waitedMs += performance.now() - began;
  }
}
