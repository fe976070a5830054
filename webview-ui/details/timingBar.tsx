import type { DurationSplit } from "../../src/protocol/hubEvent";
import { message } from "../../src/protocol/message";
import { duration } from "../time";

const parts = [
  { part: "approval", words: message("page.timingBar.youWereAskedNotCounted", "You were asked (not counted)") },
  { part: "queue", words: message("page.timingBar.inTheQueue", "In the queue") },
  { part: "waits", words: message("page.timingBar.waitsUntilItCouldBe", "Waits until it could be sent") },
  { part: "server", words: message("page.timingBar.atTheServer", "At the server") },
] as const satisfies readonly { part: keyof DurationSplit; words: string }[];

/** Where the time of a call went, as a bar and in words. What a person took to answer is shown apart, and counts for nothing. */
export function TimingBar({ split, ms }: { split: DurationSplit; ms: number }) {
  const spent = parts.filter(({ part }) => split[part] >= 0.5);
  const whole = spent.reduce((sum, { part }) => sum + split[part], 0);
  return (
    <div class="timing">
      {whole > 0 && (
        <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          {spent.map(({ part }, index) => {
            const before = spent.slice(0, index).reduce((sum, earlier) => sum + split[earlier.part], 0);
            // The smallest part can still be seen.
            const width = Math.max(0.8, (100 * split[part]) / whole);
            return <rect key={part} class={`part-${part}`} x={(100 * before) / whole} y="0" width={width} height="8" />;
          })}
        </svg>
      )}
      <ul>
        <li>
          <strong>{duration(ms)}</strong> <span class="quiet">{message("page.timingBar.altogether", "in total")}</span>
        </li>
        {spent.map(({ part, words }) => (
          <li key={part}>
            <span class={`swatch part-${part}`} aria-hidden="true" /> {words}: {duration(split[part])}
          </li>
        ))}
      </ul>
    </div>
  );
}
