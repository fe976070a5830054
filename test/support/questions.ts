import type { Page } from "playwright-core";
import { isOldestEditor } from "./oldestEditor.js";
import { QuickInput } from "./quickInput.js";
import { until } from "./until.js";

const patience = { timeout: 30_000 };

/** Longer than the hub ignores keys after a question has appeared. */
const settlingMs = 700;

/** The questions of the hub, as a person sees and answers them in the editor's quick input. */
export class Questions {
  private readonly quick: QuickInput;

  constructor(private readonly page: Page) {
    this.quick = new QuickInput(page);
  }

  get widget() {
    return this.quick.widget;
  }

  /** The title of the question on the screen; empty where there is none. */
  async title(): Promise<string> {
    const [title] = await this.widget.locator(".quick-input-title:visible").allTextContents();
    return title ?? "";
  }

  /** Waits for the question with this title. */
  async asks(title: string | RegExp): Promise<void> {
    await this.widget.locator(".quick-input-title", { hasText: title }).waitFor(patience);
  }

  /** Waits until the question shows this text, which may be wrapped over several lines. */
  async shows(text: string): Promise<void> {
    let lines: readonly string[] = [];
    await until(`the question shows "${text}"`, async () => {
      lines = await this.lines();
      return lines.join(" ").includes(text) || lines.join("").includes(text);
    }).catch((error) => {
      throw new Error(`It shows: ${JSON.stringify(lines)}`, { cause: error });
    });
  }

  /** The lines of the question from top to bottom, each with what stands beside it. */
  async lines(): Promise<readonly string[]> {
    const rows = await this.widget.locator(".quick-input-list .monaco-list-row").evaluateAll((all) =>
      all
        .filter((row) => row.checkVisibility())
        .map((row) => {
          // VS Code draws a row again for another item, and hides what that one does not have.
          const texts = [...row.querySelectorAll(".label-name, .label-description")]
            .filter((part) => part.checkVisibility())
            .map((part) => part.textContent ?? "");
          return { at: Number(row.getAttribute("data-index")), text: texts.join("") };
        }),
    );
    return rows.sort((a, b) => a.at - b.at).map(({ text }) => text.replaceAll("\u00a0", " "));
  }

  /** Waits until keys count. */
  async settled(): Promise<void> {
    await this.page.waitForTimeout(settlingMs);
  }

  /** Chooses an answer of the question on the screen, by the whole of its label. */
  async choose(label: string): Promise<void> {
    const item = this.quick.item(RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`));
    await item.waitFor(patience);
    await this.settled();
    await item.click(patience);
  }

  /** Answers the question on the screen with Escape. The oldest VS Code hides it for five seconds, and it says that it wants the key again. */
  async dismiss(): Promise<void> {
    await this.settled();
    await this.page.keyboard.press("Escape");
    if (!isOldestEditor) return;
    await this.asks(/\((press Escape again to close|zum Schließen noch einmal Escape drücken)\)/);
    await this.settled();
    await this.page.keyboard.press("Escape");
  }

  /** Lets all new servers of the workspace run, as a person does who knows them. */
  async allowServers(): Promise<void> {
    await this.asks(
      /^(Run \d+ MCP servers that you have not allowed yet|This workspace configures the MCP server .*)\?/,
    );
    await this.choose((await this.title()).startsWith("Run ") ? "Allow All Shown" : "Allow");
  }

  /** Waits until no question is on the screen. */
  async gone(): Promise<void> {
    await until("no question is on the screen", async () => (await this.title()) === "");
  }

  /** Answers the same question of each server, in whatever order they come; each shows `text`. */
  async answerEach(servers: readonly string[], title: RegExp, label: string, text?: string): Promise<void> {
    const left = new Set(servers);
    while (left.size > 0) {
      const server = await until(`${[...left].join(" or ")} asks`, async () => {
        const text = await this.title();
        const name = /MCP server "(\w+)"/.exec(text)?.[1] ?? "";
        return title.test(text) && left.has(name) && name;
      });
      left.delete(server);
      if (text !== undefined) await this.shows(text);
      await this.choose(label);
    }
  }
}
