import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import type { OpenedCall, ToCallPage } from "../../../src/protocol/callPageMessages";
import { launchBrowser } from "../../host/browser.mjs";
import { type OpenPage, servePanelPage } from "../openPage";
import { entries, opened, target } from "./callFixture";

export interface CallSuite {
  readonly open: OpenPage;
  /** Says something as the host does. */
  tell(message: ToCallPage): Promise<void>;
  /** Shows a target. */
  show(more?: Partial<OpenedCall>): Promise<void>;
}

/** One tab of the call page, loaded again for each test. After each, nothing may have gone wrong in it. */
export function callSuite(suite: Mocha.Suite): CallSuite {
  suite.timeout(60_000); // a browser on a busy machine
  let browser: Browser;
  let host: Awaited<ReturnType<typeof servePanelPage>>;
  let page: OpenPage;
  before(async () => {
    browser = await launchBrowser();
    host = await servePanelPage(browser, "call");
    page = await host.open({ width: 1400, height: 900 });
  });
  after(async () => {
    await host?.close();
    await browser?.close();
  });
  const tell = async (message: ToCallPage) =>
    void (await page.page.evaluate(`postMessage(${JSON.stringify(message)}, "*")`));
  beforeEach(async () => {
    await page.page.evaluate("sessionStorage.clear()");
    await page.page.setViewportSize({ width: 1400, height: 900 });
    await page.reload();
    await page.paint("dark");
    await page.answer("check", []);
    await tell(entries);
  });
  afterEach(async () => {
    assert.deepEqual((page.errors as string[]).splice(0), []);
    assert.deepEqual(await page.blankIcons(), []);
  });
  return {
    get open() {
      return page;
    },
    tell,
    async show(more) {
      await page.answer("open", opened(more));
      await tell({ type: "show", target });
      await page.page.getByRole("heading", { level: 1 }).waitFor();
    },
  };
}
