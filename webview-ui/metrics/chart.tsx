import { message } from "../../src/protocol/message";
import {
  chartHeight,
  chartWidth,
  linear,
  logarithmic,
  magnitudeOf,
  pathOf,
  periodAt,
  scaleOf,
  type Values,
} from "./chartShape";

/** A line of a chart. */
export interface ChartLine {
  readonly name: string;
  /** How it is drawn: its color, and its dashes, which tell it from the others where the color does not. */
  readonly look: "plain" | "dashed" | "dotted";
  readonly values: Values;
}

interface ChartProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly words: (value: number) => string;
  /** The most that there can be; missing: what the values ask for. */
  readonly most?: number;
  /** Values of very different sizes: they are drawn by their order of magnitude, from 1 on. */
  readonly isWide?: boolean;
  /** The period whose values are read. */
  readonly at: number;
  /** When a period began, in words. */
  readonly timeOf: (period: number) => string;
  readonly point: (period: number | undefined) => void;
}

/** A chart of the last hour. What it shows is in the table, too, which a button puts in its place. */
export function Chart({ title, lines, words, most, isWide = false, at, timeOf, point }: ChartProps) {
  const all = lines.map(({ values }) => values);
  const scale = most ?? (isWide ? magnitudeOf(all) : scaleOf(all));
  const height = isWide ? logarithmic(scale) : linear(scale);
  const count = lines[0]?.values.length ?? 0;
  const said = (index: number) =>
    lines.map(({ name, values }) => `${name} ${values[index] === undefined ? "–" : words(values[index])}`).join(", ");
  const x = (at / Math.max(1, count - 1)) * chartWidth;
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong> <span class="quiet">{timeOf(at)}</span>
        {lines.map(({ name, look, values }) => (
          <span key={name} class="reading">
            <svg class={`sample line-${look}`} width="18" height="8" viewBox="0 0 18 8" aria-hidden="true">
              <path d="M0 4h18" />
            </svg>{" "}
            {lines.length > 1 && `${name} `}
            {values[at] === undefined ? "–" : words(values[at])}
          </span>
        ))}
      </figcaption>
      <div class="plot">
        <span class="scale" aria-hidden="true">
          <span>{words(scale)}</span>
          <span>{words(isWide ? 1 : 0)}</span>
        </span>
        <svg
          viewBox={`0 0 ${chartWidth} ${chartHeight}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={message("page.chart.titleOverTheLastHour", "{title} over the last hour. Latest minute: {count}", {
            title,
            count: said(count - 1),
          })}
          onPointerMove={({ currentTarget, clientX }) => {
            const { left, width } = currentTarget.getBoundingClientRect();
            point(periodAt((clientX - left) / Math.max(1, width), count));
          }}
          onPointerLeave={() => point(undefined)}
        >
          <path
            class="axis"
            d={`M0 ${chartHeight}H${chartWidth}M0 0H${chartWidth}M0 ${chartHeight / 2}H${chartWidth}`}
          />
          <path class="pointer" d={`M${x} 0V${chartHeight}`} />
          {lines.map(({ name, look, values }) => (
            <path key={name} class={`line-${look}`} d={pathOf(values, height)} />
          ))}
        </svg>
      </div>
    </figure>
  );
}
