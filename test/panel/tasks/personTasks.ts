// What five tasks cost a person, in the ways that the hub has had from the beginning and by its pages: prints a table for docs/performance.md.
import { join } from "node:path";
import { repository } from "../../host/paths.mjs";
import { type EditorWindow, openWindow } from "../../host/window";
import { type Effort, Person } from "./person";

interface PersonTask {
  readonly name: string;
  readonly before: ((person: Person) => Promise<void>) | "not possible";
  readonly after: (person: Person) => Promise<void>;
}

const book = { guest: '{"name":"Ada"}', nights: '[{"date":"2026-03-31"}]' };

const row = ({ page }: Person, name: string | RegExp) => page.getByRole("treeitem", { name });
const frame = ({ page }: Person) => page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
const tab = ({ page }: Person, text: string | RegExp) => page.locator(".tab", { hasText: text });

/** The quick form of "Call Tool…": each argument in a box, nested ones as JSON. */
async function callByQuickForm(person: Person): Promise<void> {
  await person.command("MCP Hub: Call Tool…");
  await person.see(person.page.locator(".quick-input-list .label-name:visible", { hasText: "book" }));
  await person.type("book");
  await person.press("Enter");
  await person.answer(book.guest);
  await person.answer(book.nights);
  await person.see(tab(person, /book/));
}

const tasks: readonly PersonTask[] = [
  {
    name: "Call a tool with nested arguments",
    before: callByQuickForm,
    after: async (person) => {
      await person.click(row(person, /^book, tool/));
      await person.click(frame(person).getByRole("textbox", { name: /^name/ }));
      await person.type("Ada");
      await person.click(frame(person).getByRole("button", { name: "Add item to nights" }));
      await person.click(frame(person).getByRole("textbox", { name: /^date/ }));
      await person.type("2026-03-31");
      await person.press("Control+Enter");
      await person.see(frame(person).getByText("Done in"));
    },
  },
  {
    name: "Find why a call was slow",
    before: "not possible",
    after: async (person) => {
      await person.command("MCP Hub: Show Activity");
      await person.click(frame(person).getByRole("button", { name: /^Calls \d/ }));
      await person.click(frame(person).getByRole("treeitem", { name: /book: ok/ }));
      await person.see(frame(person).getByText("At the server"));
    },
  },
  {
    name: "Find the error of a server",
    before: async (person) => {
      await person.command("MCP Hub: Show Server Log");
      await person.see(person.page.locator(".quick-input-list .label-name:visible", { hasText: "broken" }));
      await person.type("broken");
      await person.press("Enter");
      await person.see(person.page.locator(".part.panel .view-line", { hasText: "luck" }));
    },
    after: async (person) => {
      await person.click(row(person, /^broken, MCP server/));
      await person.see(frame(person).getByRole("article", { name: "broken" }).getByText("exit code 3"));
    },
  },
  {
    name: "Repeat yesterday's call",
    before: callByQuickForm,
    after: async (person) => {
      await person.click(row(person, /^book, tool/));
      await person.click(frame(person).getByText(/^Saved in the workspace/));
      await person.click(frame(person).getByRole("button", { name: "Ada's night" }));
      await person.press("Control+Enter");
      await person.see(frame(person).getByText("Done in"));
    },
  },
  {
    name: "Send somebody a diagnosis",
    before: async (person) => {
      // The log alone, copied by hand; without versions, settings and states.
      await person.command("MCP Hub: Show Hub Log");
      await person.click(person.page.locator(".part.panel .view-line"));
      await person.press("Control+a");
      await person.press("Control+c");
    },
    after: async (person) => {
      await person.command("MCP Hub: Export Diagnostics");
      await person.see(person.page.locator(".view-line", { hasText: "Diagnostics" }));
      await person.press("Control+a");
      await person.press("Control+c");
    },
  },
];

async function open(): Promise<EditorWindow> {
  const window = await openWindow({
    userSettings: {
      "mcpHub.approval": "never",
      "mcpHub.servers": {
        hotel: { command: "node", args: [join(repository, "test/panel/call/nestedServer.mjs")], label: "Hotel" },
        broken: { command: "node", args: ["-e", "console.error('no luck'); process.exit(3)"] },
      },
    },
  });
  await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  const hotel = window.page.getByRole("treeitem", { name: /^Hotel, MCP server, Ready/ });
  await hotel.waitFor();
  return window;
}

/** Begins each task with the tree open and nothing else. */
async function atRest(window: EditorWindow): Promise<void> {
  await window.run(async (vscode) => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("workbench.action.closePanel");
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.commands.executeCommand("mcpHub.showServers");
  });
}

const shown = ({ clicks, keys, typed, seconds }: Effort) =>
  `${clicks} clicks, ${keys} keys, ${typed} characters; ${seconds.toFixed(0)} s`;

async function main(): Promise<void> {
  const window = await open();
  try {
    const person = new Person(window.page);
    const tools = window.page.getByRole("treeitem", { name: "Tools, 2" });
    const hotel = window.page.getByRole("treeitem", { name: /^Hotel, MCP server/ });
    if ((await hotel.getAttribute("aria-expanded")) !== "true") await hotel.locator(".monaco-tl-twistie").click();
    if ((await tools.getAttribute("aria-expanded")) !== "true") await tools.locator(".monaco-tl-twistie").click();
    console.log("| Task | Before | Now |\n|---|---|---|");
    for (const { name, before, after } of tasks) {
      const cells: string[] = [];
      for (const way of [before, after]) {
        if (way === "not possible") {
          cells.push(way);
          continue;
        }
        await atRest(window);
        person.effort();
        await way(person);
        cells.push(shown(person.effort()));
        if (name.startsWith("Call a tool") && way === after) await save(person);
      }
      console.log(`| ${name} | ${cells.join(" | ")} |`);
    }
  } finally {
    await window.close();
  }
}

/** Yesterday: the call was saved. */
async function save(person: Person): Promise<void> {
  await person.click(frame(person).getByText(/^Saved in the workspace/));
  await person.click(frame(person).getByRole("textbox", { name: "Name for this call" }));
  await person.type("Ada's night");
  await person.click(frame(person).getByRole("button", { name: "Save" }));
  await person.see(frame(person).getByText(/^Saved in the workspace \(1\)/));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
