import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { EditorWindow } from "../host/window.js";
import { until } from "./until.js";

/** The chat as a person reads it; questions are put to it by command, which is quicker than typing. */
export class Chat {
  constructor(private readonly window: EditorWindow) {}

  /** The answer to the latest question; it may still grow. */
  get answer(): Locator {
    return this.window.page.locator(".interactive-response").last();
  }

  /** Asks in a session of its own, so that the answer is the only one there. */
  async ask(query: string): Promise<void> {
    await this.window.run(async (vscode, query) => {
      await vscode.lm.selectChatModels({ vendor: "scripted" }); // the chat offers the models that are known when it opens
      await vscode.commands.executeCommand("workbench.action.chat.newChat");
      await vscode.commands.executeCommand("workbench.action.chat.open", { query });
    }, query);
  }

  /** Waits until the answer shows the words, this often. */
  async shows(words: string | RegExp, times = 1): Promise<void> {
    const pattern = typeof words === "string" ? RegExp(words.replace(/[^\w\s]/g, "\\$&"), "g") : RegExp(words, "g");
    let seen = "";
    await until(`the answer shows ${pattern} ${times} times`, async () => {
      seen = await this.text();
      return (seen.match(pattern)?.length ?? 0) === times;
    }).catch((cause) => assert.fail(`${String(cause)}\nIt shows: ${seen}`));
  }

  /** Waits until the answer has this many of what a selector finds in it. */
  async has(selector: string, times: number, text?: string): Promise<Locator> {
    const found = this.answer.locator(selector, text === undefined ? {} : { hasText: text });
    await until(`the answer has ${times} of ${selector} ${text ?? ""}`, async () => (await found.count()) === times);
    return found;
  }

  /** Waits until the answer has this many pictures that are really drawn, each this wide. */
  async pictures(times: number, width: number): Promise<void> {
    const found = await this.has('img[src^="data:image/png"]', times);
    await until(`${times} pictures are drawn`, () =>
      found.evaluateAll((all, width) => all.every((one) => "naturalWidth" in one && one.naturalWidth === width), width),
    );
  }

  /** Waits until the answer has this many links that open a file of this name. */
  links(name: string, times: number): Promise<Locator> {
    return this.has(".chat-inline-anchor-widget", times, name);
  }

  /** Follows the first link of this name; a long answer is scrolled to it, as its list scrolls only by the wheel. */
  async open(name: string): Promise<void> {
    const link = this.answer.locator(".chat-inline-anchor-widget", { hasText: name }).first();
    const list = await this.window.page.locator(".interactive-list").boundingBox();
    assert.ok(list, "The chat is open.");
    const middle = list.y + list.height / 2;
    await this.window.page.mouse.move(list.x + list.width / 2, middle);
    await until(`the link ${name} is in view`, async () => {
      const away = ((await link.boundingBox())?.y ?? 0) - middle;
      if (Math.abs(away) < list.height / 3) return true;
      await this.window.page.mouse.wheel(0, away);
      return false;
    });
    await link.click();
  }

  /** What is read, white space in one width. */
  private async text(): Promise<string> {
    if ((await this.answer.count()) === 0) return "";
    // biome-ignore lint/performance/useDomNodeTextContent: the rendered text is the point, hidden parts are not
    return (await this.answer.innerText()).replaceAll(/\s+/g, " ");
  }
}
