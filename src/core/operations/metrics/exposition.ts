import type { Distribution } from "./distribution";
import { type MetricName, metricTable } from "./metricTable";

/** The media type of the text (Prometheus, "Text-based format", version 0.0.4). */
export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/** The value of each label, in the order of the table. */
export type LabelValues = readonly string[];

/** Writes metrics as the text that Prometheus reads. Families that have no sample are left out. */
export class Exposition {
  private readonly parts: string[] = [];

  /** A counter or a gauge. */
  numbers(name: MetricName, samples: Iterable<readonly [LabelValues, number]>): void {
    const lines = [...samples].map(([labels, value]) => `${name}${braces(pairs(name, labels))} ${written(value)}\n`);
    this.family(name, lines);
  }

  histograms(name: MetricName, samples: Iterable<readonly [LabelValues, Distribution]>): void {
    const lines = [...samples].map(([labels, { bounds, counts, sum, count }]) => {
      const own = pairs(name, labels);
      let below = 0;
      const buckets = bounds.map((bound, index) => {
        below += counts[index] ?? 0;
        return `${name}_bucket${braces([...own, `le="${written(bound)}"`])} ${below}\n`;
      });
      return `${buckets.join("")}${name}_bucket${braces([...own, 'le="+Inf"'])} ${count}\n${name}_sum${braces(own)} ${written(sum)}\n${name}_count${braces(own)} ${count}\n`;
    });
    this.family(name, lines);
  }

  text(): string {
    return this.parts.join("");
  }

  private family(name: MetricName, lines: readonly string[]): void {
    if (lines.length === 0) return;
    const { type, help } = metricTable[name];
    this.parts.push(`# HELP ${name} ${escapedHelp(help)}\n# TYPE ${name} ${type}\n`, ...lines);
  }
}

const pairs = (name: MetricName, values: LabelValues): readonly string[] =>
  metricTable[name].labels.map((label, index) => `${label}="${escapedLabel(values[index] ?? "")}"`);

const braces = (labels: readonly string[]): string => (labels.length > 0 ? `{${labels.join(",")}}` : "");

const escapedHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

const escapedLabel = (text: string): string => escapedHelp(text).replaceAll('"', '\\"');

const written = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
