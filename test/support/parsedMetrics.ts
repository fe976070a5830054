import parse from "parse-prometheus-text-format";

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * The samples of a page of metrics by name, as somebody else's parser reads them. It knows histograms without labels only, so their parts
 * are read as metrics of their own (`…_bucket`, `…_sum`, `…_count`).
 */
export function parsedMetrics(text: string): ReadonlyMap<string, readonly Sample[]> {
  const flat = text.replace(/^# HELP (\S+) .*\n# TYPE \1 histogram\n/gm, "");
  return new Map(
    parse(flat).map(({ name, metrics }) => [
      name,
      metrics.map(({ labels = {}, value }) => ({ labels, value: Number(value) })),
    ]),
  );
}

/** The type of each family, as its line says. */
export const typesOf = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
