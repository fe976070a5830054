import type { HealthCheck } from "../../src/protocol/panel/serverCard";

const barWidth = 4;
const height = 16;

/** The last health checks as bars: how long each answer took, and a full bar where none came. The words beside it say the same. */
export function Sparkline({ checks }: { checks: readonly HealthCheck[] }) {
  const slowest = Math.max(1, ...checks.map(({ ms }) => ms ?? 0));
  const width = Math.max(1, checks.length) * barWidth;
  return (
    <svg class="sparkline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {checks.map(({ at, ms }, index) => {
        const tall = ms === undefined ? height : Math.max(2, (ms / slowest) * (height - 2));
        const [x, y] = [index * barWidth, height - tall];
        return (
          <rect
            key={at}
            class={ms === undefined ? "missed" : "answered"}
            x={x}
            y={y}
            width={barWidth - 1}
            height={tall}
          />
        );
      })}
    </svg>
  );
}
