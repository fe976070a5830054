import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { EventStream } from "../../../src/core/hub/eventStream";
import { systemClock } from "../../../src/core/kernel/clock";
import { PanelHistory } from "../../../src/editor/panel/history/panelHistory";
import { PanelFeed } from "../../../src/editor/panel/panelFeed";
import type { ToPanel } from "../../../src/protocol/panelMessages";
import { type PanelPageHost, servePanelPage } from "../../panel/openPage";
import { added, log } from "../../panel/panelFixture";
import { heldBytes } from "../../support/heldBytes";
import { longestBlock } from "../../support/longestBlock";
import { frames } from "./frames";

/** What a flood cost. */
export interface Flood {
  readonly published: number;
  /** How long the host stood still at most, in milliseconds of its thread. */
  readonly longestBlock: number;
  /** By how much the host's heap grew in the last quarter of the time, in MB. */
  readonly growth: number;
  /** The longest time between two frames of the page, in milliseconds. */
  readonly longestFrame: number;
  /** How many tasks of the page took longer than 50 ms, by its own measure. */
  readonly longTasks: number;
  /** How many events the page knows to be left out, or has dropped. */
  readonly leftOut: number;
}

const servers = ["documents", "search", "design"];

/**
 * Publishes log lines of three servers, as many a second as it is told, through the real stream, history and feed to the real page in a
 * browser. Throws if one is missing without a count.
 */
export async function flood(browser: Browser, perSecond: number, seconds: number): Promise<Flood> {
  const host = await servePanelPage(browser);
  try {
    return await floodPage(host, perSecond, seconds);
  } finally {
    await host.close();
  }
}

async function floodPage(host: PanelPageHost, perSecond: number, seconds: number): Promise<Flood> {
  const open = await host.open({ width: 1400, height: 900 });
  const defects: unknown[] = [];
  const report = (error: unknown) => void defects.push(error);
  const stream = new EventStream(Date.now, report);
  const history = new PanelHistory(stream);
  const told = { events: 0, dropped: 0 };
  const post = async (message: ToPanel) => {
    if (message.type === "snapshot" || message.type === "events" || message.type === "history")
      told.events += message.events.length;
    if (message.type === "events") told.dropped += message.gap?.dropped ?? 0;
    await open.tell(message);
    return true;
  };
  const feed = new PanelFeed({ stream, history, clock: systemClock, post, report });
  for (const server of servers) stream.publish(added(server));
  feed.start();
  const watched = await frames(open.page);

  const longest = await longestBlock(async () => {
    const began = performance.now();
    for (let published = 0, elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - began) {
      for (; published < (elapsed / 1000) * perSecond; published++)
        stream.publish(log(servers[published % 3] ?? "", `line ${published} of a server that says a lot`));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  // The heap is measured apart from the blocks: to collect garbage is one.
  const before = heldBytes();
  const began = performance.now();
  while (performance.now() - began < (seconds * 1000) / 3) {
    for (let at = 0; at < perSecond / 100; at++) stream.publish(log(servers[at % 3] ?? "", `line ${at} once more`));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const after = heldBytes();
  const { longestFrame, longTasks } = await watched.end();
  await new Promise((resolve) => setTimeout(resolve, 1000)); // the last batches
  const words = (await open.page.locator("footer").textContent()) ?? "";
  const number = (pattern: RegExp) => Number((pattern.exec(words)?.[1] ?? "0").replaceAll(",", ""));
  const rows = number(/([\d,]+) rows?/);
  const older = number(/([\d,]+) older rows? dropped/);
  const gaps = await rowsAboutGaps(open.page);
  feed.dispose();
  history.dispose();
  const published = stream.count;
  assert.deepEqual(defects, []);
  assert.equal(told.events + told.dropped, published, "each event was sent or counted");
  assert.equal(rows + older - gaps, told.events, `each event is a row or counted: ${words}`);
  return {
    published,
    longestBlock: longest,
    growth: (after - before) / 1024 / 1024,
    longestFrame,
    longTasks,
    leftOut: told.dropped + older,
  };
}

/** How many rows stand for events that are missing: no search hides them. */
async function rowsAboutGaps(page: Page): Promise<number> {
  await page.getByRole("searchbox").fill("what no line holds");
  await page.getByText(/^\d+ of /).waitFor();
  return Number(/^(\d+) of /.exec((await page.locator("footer").textContent()) ?? "")?.[1]);
}
