import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { type PanelPage, panelHtml } from "../../src/editor/panel/panelHtml";
import type { ToPanel } from "../../src/protocol/panelMessages";
import { launchBrowser } from "../host/browser.mjs";
import { until } from "../support/until";
import { type ThemeName, themes } from "./themes";

/** How long one step may take, in milliseconds: shorter than a test may, so that the failure names the step. */
const stepLimitMs = 20_000;

/** Where the build puts the page. */
const folder = "dist/webview";
const mediaTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
};

export interface PanelPageHost {
  /** Opens the page in a theme; VS Code's side of it is a stand-in that answers every request. */
  open(options?: { theme?: ThemeName; width?: number; height?: number }): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  /** Shows it in the colors of a theme. */
  paint(theme: ThemeName): Promise<void>;
  /** Loads it again, until it hears the host: as in the editor, what is said before that is lost. */
  reload(): Promise<void>;
  /** Waits until an expression is true in the page. `Page.waitForFunction` would evaluate it inside, where the policy forbids that. */
  becomesTrue(expression: string): Promise<unknown>;
  /** Says something as the host does. */
  tell(message: ToPanel): Promise<void>;
  /** The requests that the page has made, oldest first, but for the one that it makes by itself again and again (`unread`). */
  requests(): Promise<{ method: string; params: unknown[] }[]>;
  /** What the requests of one method were made with, oldest first. Others may come between them: the page checks as one types. */
  asked(method: string): Promise<unknown[][]>;
  /** The next request of this name is refused with this sentence. */
  refuse(method: string, message: string): Promise<void>;
  /** Requests of this name are answered with this. */
  answer(method: string, value: unknown): Promise<void>;
  /** Requests of this name get no reply from now on. */
  ignore(method: string): Promise<void>;
  /** The classes of icons for which the icon font has no glyph, so that nothing is drawn. */
  blankIcons(): Promise<string[]>;
  /** What went wrong in the page: errors of scripts, refusals of the content security policy. */
  readonly errors: readonly string[];
}

/** Which of the two pages a suite is about. */
export type PageKind = PanelPage["page"];

export interface PanelSuite {
  /** The page of the test that runs. */
  readonly opened: OpenPage;
  /** Opens another one in its place. */
  reopen(options: Parameters<PanelPageHost["open"]>[0]): Promise<OpenPage>;
}

/** A fresh page for each test of a suite. After each, nothing may have gone wrong in it, and every icon must be drawn. */
export function panelSuite(suite: Mocha.Suite): PanelSuite {
  suite.timeout(60_000); // a browser on a busy machine
  let browser: Browser;
  let host: PanelPageHost;
  let opened: OpenPage;
  before(async () => {
    browser = await launchBrowser();
    host = await servePanelPage(browser);
  });
  after(async () => {
    await host?.close();
    await browser?.close();
  });
  beforeEach(async () => {
    opened = await host.open();
  });
  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    assert.deepEqual(await opened.blankIcons(), []);
    await opened.page.context().close();
  });
  return {
    get opened() {
      return opened;
    },
    async reopen(options) {
      await opened.page.context().close();
      opened = await host.open(options);
      return opened;
    },
  };
}

/** Serves the built page (dist/webview) on loopback, as VS Code does: with the same document and the same policy. */
export async function servePanelPage(browser: Browser, page: PageKind = "activity"): Promise<PanelPageHost> {
  const names = await readdir(folder);
  const files = new Map<string, Buffer>(
    await Promise.all(names.map(async (name) => [`/${name}`, await readFile(join(folder, name))] as const)),
  );
  const server = createServer(({ url = "/" }, response) => {
    const path = url.split("?")[0] ?? "/";
    if (path === "/") {
      response.setHeader("content-type", "text/html");
      response.end(panelHtml({ page, script: "/panel.js", style: "/panel.css", source: "'self'", nonce: "a-nonce" }));
    } else {
      const content = files.get(path);
      response.setHeader("content-type", mediaTypes[extname(path)] ?? "text/plain");
      response.writeHead(content ? 200 : 404).end(content);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The page's server has no port.");

  return {
    async open({ theme = "dark", width = 1000, height = 700 } = {}) {
      const context = await browser.newContext({ viewport: { width, height } });
      await context.addInitScript(vsCodeStandIn);
      const page = await context.newPage();
      page.setDefaultTimeout(stepLimitMs);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
      });
      page.on("dialog", (dialog) => {
        errors.push(`A dialog: ${dialog.message()}`);
        return dialog.dismiss();
      });
      const becomesTrue = (expression: string) =>
        until(expression, async () => Boolean(await page.evaluate(expression)));
      const isReady = () => becomesTrue("sent.some(({ method }) => method === 'ready')");
      await page.goto(`http://127.0.0.1:${address.port}/`);
      await isReady();
      const paintIn = async (name: ThemeName) => {
        const { body, variables } = themes[name];
        await page.evaluate(`(${paint})(${JSON.stringify(variables)}, ${JSON.stringify(body)})`);
      };
      await paintIn(theme);
      const sent = (): ReturnType<OpenPage["requests"]> => page.evaluate("sent");
      return {
        page,
        errors,
        paint: paintIn,
        becomesTrue,
        reload: async () => {
          await page.reload();
          await isReady();
        },
        tell: async (message) => void (await page.evaluate(`postMessage(${JSON.stringify(message)}, "*")`)),
        requests: async () => (await sent()).filter(({ method }) => method !== "unread"),
        asked: async (method) => (await sent()).filter((one) => one.method === method).map(({ params }) => params),
        answer: async (method, value) =>
          void (await page.evaluate(`values[${JSON.stringify(method)}] = ${JSON.stringify(value)}`)),
        ignore: async (method) => void (await page.evaluate(`ignored.add(${JSON.stringify(method)})`)),
        blankIcons: () => page.evaluate(blankIcons),
        refuse: async (method, message) =>
          void (await page.evaluate(`refusals[${JSON.stringify(method)}] = ${JSON.stringify(message)}`)),
      };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Source, since it runs in the page: VS Code's API for webviews, with a memory that outlives a reload. */
const vsCodeStandIn = `
  window.sent = [];
  window.refusals = {};
  window.values = {};
  window.ignored = new Set();
  window.acquireVsCodeApi = () => ({
    postMessage(message) {
      sent.push({ method: message.method, params: message.params });
      if (ignored.has(message.method)) return;
      const value = values[message.method];
      const refusal = refusals[message.method];
      delete refusals[message.method];
      const error = { code: "transport", message: refusal };
      window.postMessage({ type: "reply", id: message.id, ok: !refusal, value, ...(refusal && { error }) }, "*");
    },
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null"),
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  });`;

/** Source, since it runs in the page. */
const blankIcons = `[...document.querySelectorAll(".codicon")]
  .filter((icon) => !/^".+"$/.test(getComputedStyle(icon, "::before").content))
  .map((icon) => icon.className)`;

const paint = `(variables, body) => {
  document.documentElement.removeAttribute("style"); // a theme does not have every color of the one before
  for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  document.body.className = body;
}`;
