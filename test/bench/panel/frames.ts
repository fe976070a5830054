import type { Page } from "playwright-core";

/** How a page drew, by its own measure. Milliseconds. */
export interface Frames {
  readonly count: number;
  readonly longestFrame: number;
  /** How many tasks took longer than 50 ms. */
  readonly longTasks: number;
}

/** Source, since it runs in the page, whose policy forbids to evaluate any. */
const watch = `() => {
  const seen = { count: 0, longestFrame: 0, longTasks: 0, last: performance.now(), ended: false };
  new PerformanceObserver((list) => (seen.longTasks += list.getEntries().length)).observe({ type: "longtask" });
  const draw = (now) => {
    if (seen.ended) return;
    seen.count++;
    seen.longestFrame = Math.max(seen.longestFrame, now - seen.last);
    seen.last = now;
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  window.benchFrames = seen;
}`;

/** Watches a page's frames until `end`. */
export async function frames(page: Page): Promise<{ end(): Promise<Frames> }> {
  await page.evaluate(`(${watch})()`);
  return {
    end: () =>
      page.evaluate<Frames>(
        "(() => { const { count, longestFrame, longTasks } = benchFrames; benchFrames.ended = true; return { count, longestFrame, longTasks }; })()",
      ),
  };
}
