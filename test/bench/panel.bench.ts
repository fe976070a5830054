// What the activity panel and the call page cost: a flood of events, a long list, and from a click to what it shows.
import { statSync } from "node:fs";
import { launchBrowser } from "../host/browser.mjs";
import { inPairs, median } from "./figures";
import { flood } from "./panel/flood";
import { opening } from "./panel/opening";
import { scroll } from "./panel/scroll";
import { report } from "./report";

const sizes = { perSecond: 10_000, floodSeconds: 30, rows: 100_000, scrollSeconds: 5, openings: 7 };

async function main(): Promise<void> {
  const kilobytes = statSync("dist/webview/panel.js").size / 1024;
  report({ what: "the pages' script, minified", unit: "KB", hub: kilobytes, target: { atMost: 400 } });
  const browser = await launchBrowser();
  try {
    const flooded = await flood(browser, sizes.perSecond, sizes.floodSeconds);
    const under = (what: string) => `panel, 10,000 events/s for 30 s, ${what}`;
    report({ what: under("events, each shown or counted"), unit: "in all", hub: flooded.published });
    report({ what: under("left out of the page, with a count"), unit: "in all", hub: flooded.leftOut });
    report({ what: under("the host blocked at most"), unit: "ms", hub: flooded.longestBlock, target: { atMost: 20 } });
    report({ what: under("growth of the host's heap at the end"), unit: "MB", hub: flooded.growth });
    report({ what: under("the page's longest frame"), unit: "ms", hub: flooded.longestFrame, target: { atMost: 50 } });
    report({
      what: under("the page's tasks over 50 ms"),
      unit: "in all",
      hub: flooded.longTasks,
      target: { atMost: 0 },
    });
    const scrolled = await scroll(browser, sizes.rows, sizes.scrollSeconds);
    report({ what: "panel, rows in the list to scroll", unit: "in all", hub: scrolled.rows });
    report({
      what: "panel, frames a second while it scrolls through them",
      unit: "1/s",
      hub: scrolled.count / scrolled.seconds,
      target: { atLeast: 58 },
    });
    report({ what: "panel, the longest frame of it", unit: "ms", hub: scrolled.longestFrame });
  } finally {
    await browser.close();
  }
  if (process.platform !== "linux") return; // the embedded editor is set up on Linux only
  const opened = await opening(sizes.openings);
  const empty = opened.map(({ emptyMs }) => emptyMs);
  const row = (what: string, ms: readonly number[], atMost: number) => {
    report({ what, unit: "ms", hub: median(ms), target: { atMost } });
    report({ what: `${what}, beside an empty webview`, unit: "ms", ...inPairs(ms, empty) });
  };
  row(
    "panel, from the command to the first row",
    opened.map(({ panelMs }) => panelMs),
    300,
  );
  row(
    "call page, from the click to its fields",
    opened.map(({ callPageMs }) => callPageMs),
    200,
  );
}

main().catch((error: unknown) => {
  console.error(String(error).slice(0, 2000));
  process.exitCode = 1;
});
