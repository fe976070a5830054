import type { Browser } from "playwright-core";
import { servePanelPage } from "../../panel/openPage";
import { added, log, stamped, viewOf } from "../../panel/panelFixture";
import { type Frames, frames } from "./frames";

/** What scrolling through a long list cost. */
export interface Scrolled extends Frames {
  readonly seconds: number;
  /** How many rows the page says it has. */
  readonly rows: number;
}

/** As many servers as the page needs for this many rows: each has at most 10,000. */
const rowsPerServer = 10_000;
const chunk = 1500;

/** Fills the page with rows, and scrolls through all of them for some seconds. */
export async function scroll(browser: Browser, rows: number, seconds: number): Promise<Scrolled> {
  const host = await servePanelPage(browser);
  const { page, tell } = await host.open({ width: 1400, height: 900 });
  const servers = Array.from({ length: rows / rowsPerServer }, (_, at) => `server${at}`);
  const events = [
    ...servers.map(added),
    ...Array.from({ length: rows }, (_, at) => log(servers[at % servers.length] ?? "", `line ${at}`)),
  ];
  const all = stamped(events);
  await tell({ type: "snapshot", view: viewOf(servers.map(added)), events: all.slice(0, chunk), seq: all.length });
  for (let at = chunk; at < all.length; at += chunk) await tell({ type: "history", events: all.slice(at, at + chunk) });
  const watched = await frames(page);
  await page.evaluate(`new Promise((resolve) => {
    const list = document.querySelector(".list");
    const began = performance.now();
    const step = (now) => {
      const share = (now - began) / ${seconds * 1000};
      list.scrollTop = (list.scrollHeight - list.clientHeight) * Math.min(1, share);
      if (share < 1) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  })`);
  const seen = await watched.end();
  const words = (await page.locator("footer").textContent()) ?? "";
  await host.close();
  return { ...seen, seconds, rows: Number((/([\d,]+) rows?/.exec(words)?.[1] ?? "0").replaceAll(",", "")) };
}
