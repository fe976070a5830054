/** A value for each period; `undefined` where there is none, which leaves a gap. */
export type Values = readonly (number | undefined)[];

/** The size in which a chart is drawn; the page stretches it. */
export const chartWidth = 600;
export const chartHeight = 100;

/** The least power of ten, from 10 on, that is not below the values. */
export const magnitudeOf = (lines: readonly Values[]): number =>
  10 ** Math.max(1, Math.ceil(Math.log10(Math.max(1, mostOf(lines)))));

/** The least number of the form 1, 2 or 5 times a power of ten that is not below the values; 1 where there are none. */
export function scaleOf(lines: readonly Values[]): number {
  const most = mostOf(lines);
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5].find((step) => step * power >= most) ?? 10) * power;
}

const mostOf = (lines: readonly Values[]): number =>
  Math.max(0, ...lines.flatMap((values) => values.filter((value) => value !== undefined)));

/** How high a value stands, as a share (0 to 1) of the chart. */
export type Height = (value: number) => number;

/** In proportion, up to the scale. */
export const linear =
  (scale: number): Height =>
  (value) =>
    Math.min(1, value / scale);

/** By its order of magnitude, from 1 to the scale: what is small and what is large can both be told apart. */
export const logarithmic =
  (scale: number): Height =>
  (value) =>
    value <= 1 ? 0 : Math.min(1, Math.log(value) / Math.log(Math.max(10, scale)));

/** A line as the path of an SVG. Where a value stands alone between two gaps, it is a short stroke. */
export function pathOf(values: Values, height: Height): string {
  const x = (index: number) => rounded((index / Math.max(1, values.length - 1)) * chartWidth);
  const y = (value: number) => rounded(chartHeight * (1 - height(value)));
  return values
    .flatMap((value, index) => {
      if (value === undefined) return [];
      const isFirst = values[index - 1] === undefined;
      if (isFirst && values[index + 1] === undefined) return [`M${x(index) - 3} ${y(value)}h6`];
      return [`${isFirst ? "M" : "L"}${x(index)} ${y(value)}`];
    })
    .join("");
}

/** The period under a pointer that is this share (0 to 1) of the way across. */
export const periodAt = (share: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.round(share * (count - 1))));

const rounded = (value: number): number => Math.round(value * 10) / 10;
