import { useState } from "preact/hooks";
import { message } from "../../src/protocol/message";
import { periodMs, type RecentFigures } from "../../src/protocol/panel/recentFigures";
import { duration, timeOfDay } from "../time";
import { Chart, type ChartLine } from "./chart";
import { FiguresTable } from "./figuresTable";
import { errorShare, percent, perSecond } from "./metricsWords";

interface HourViewProps {
  readonly figures: RecentFigures;
  readonly isTable: boolean;
}

const seconds = periodMs / 1000;

/** The last hour by the minute, as charts or as a table of the same figures. */
export function HourView({ figures: { to, periods }, isTable }: HourViewProps) {
  const [pointed, setPointed] = useState<number>();
  const began = (period: number) => timeOfDay(to - (periods.length - period) * periodMs).slice(0, 5);
  if (isTable)
    return (
      <FiguresTable
        label={message("page.hourView.theLastHourByThe", "The last hour by the minute, newest first")}
        heads={[message("page.hourView.minute", "Minute"), message("page.hourView.callsPerSecond", "Calls per second")]}
        rows={periods
          .map((calls, at) => ({ key: String(at), name: began(at), calls, more: [perSecond(calls.calls / seconds)] }))
          .reverse()}
      />
    );
  const at = pointed ?? periods.length - 1;
  const latency: readonly ChartLine[] = [
    { name: "p50", look: "plain", values: periods.map(({ p50 }) => p50) },
    { name: "p95", look: "dashed", values: periods.map(({ p95 }) => p95) },
    { name: "p99", look: "dotted", values: periods.map(({ p99 }) => p99) },
  ];
  const line = (name: string, values: ChartLine["values"]): readonly ChartLine[] => [{ name, look: "plain", values }];
  const shared = { at, timeOf: began, point: setPointed };
  return (
    <div class="charts">
      <Chart
        title={message("page.hourView.callsPerSecond", "Calls per second")}
        lines={line(
          "calls",
          periods.map(({ calls }) => calls / seconds),
        )}
        words={perSecond}
        {...shared}
      />
      <Chart title={message("page.hourView.latency", "Latency")} lines={latency} words={duration} isWide {...shared} />
      <Chart
        title={message("page.hourView.errorRate", "Error rate")}
        lines={line("errors", periods.map(errorShare))}
        words={percent}
        most={1}
        {...shared}
      />
    </div>
  );
}
