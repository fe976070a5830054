import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";
import { dashboards } from "../../../../src/core/operations/dashboards/dashboards";
import { operationsFiles } from "../../../../src/core/operations/dashboards/operationsFiles";
import { type MetricFamily, metricTable } from "../../../../src/core/operations/metrics/metricTable";

const folder = "docs/operations";
const read = (name: string): string => readFileSync(`${folder}/${name}`, "utf8");
const files = operationsFiles();

/** Labels that Prometheus itself adds. */
const ownLabels = ["instance", "job", "le"];

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook_url: string };
}
const rules = (): readonly Rule[] => parse(read("rules.yml")).groups.flatMap(({ rules }: { rules: Rule[] }) => rules);

const panels = (
  name: string,
): readonly {
  title: string;
  gridPos: Record<"x" | "y" | "w" | "h", number>;
  targets: { expr: string; legendFormat?: string }[];
}[] => JSON.parse(read(name)).panels;

const dashboardFiles = readdirSync(folder).filter((name) => name.endsWith(".json"));

/** What a query names, as the grammar of Prometheus reads it. Throws where it is no query. */
function namesIn(query: string): { readonly metrics: readonly string[]; readonly labels: readonly string[] } {
  const text = query.replaceAll("$__rate_interval", "5m");
  const metrics: string[] = [];
  const labels: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to, type }) => {
      assert.ok(!type.isError, `an error at ${from} of ${text}`);
      const word = text.slice(from, to);
      if (name === "Identifier") metrics.push(word);
      if (name === "LabelName") labels.push(word);
    },
  });
  return { metrics, labels };
}

const families: Readonly<Record<string, MetricFamily>> = metricTable;

function familyOf(metric: string): MetricFamily {
  const direct = families[metric];
  if (direct) return direct;
  const histogram = families[metric.replace(/_(bucket|sum|count)$/, "")];
  assert.equal(histogram?.type, "histogram", `there is no metric ${metric}`);
  return histogram ?? assert.fail();
}

function check(query: string, legend = ""): void {
  const { metrics, labels } = namesIn(query);
  assert.ok(metrics.length > 0, query);
  const known = new Set([...ownLabels, ...metrics.flatMap((metric) => familyOf(metric).labels)]);
  for (const label of [...labels, ...[...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name)])
    assert.ok(known.has(label), `no metric of ${query} has the label ${label}`);
  for (const metric of metrics)
    if (familyOf(metric).type === "counter" || metric.endsWith("_bucket"))
      assert.match(query, new RegExp(`(rate|increase)\\(${metric}[{[]`), `${metric} only grows`);
}

describe("docs/operations", () => {
  it("holds what the code derives (npm run manifest writes it)", () => {
    assert.deepEqual(readdirSync(folder).sort(), Object.keys(files).sort());
    for (const [name, text] of Object.entries(files)) assert.equal(read(name), text, name);
  });

  it("has the six dashboards", () => {
    assert.deepEqual(
      dashboardFiles,
      ["ai-usability", "overview", "performance", "reliability", "security", "servers"].map((id) => `${id}.json`),
    );
  });

  for (const name of dashboardFiles)
    it(`${name} asks only for metrics and labels that the hub has`, () => {
      const all = panels(name);
      assert.ok(all.length >= 8, `${all.length} panels`);
      for (const { targets } of all) for (const { expr, legendFormat } of targets) check(expr, legendFormat);
    });

  it("has panels that do not lie over each other", () => {
    for (const name of dashboardFiles) {
      const taken = new Set<string>();
      for (const { title, gridPos } of panels(name)) {
        assert.ok(gridPos.x + gridPos.w <= 24, title);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            assert.ok(!taken.has(`${x} ${y}`), `${name}: ${title} lies over another panel`);
            taken.add(`${x} ${y}`);
          }
      }
    }
  });

  it("has rules that ask only for what the hub has, each with a chapter of the runbook", () => {
    assert.equal(rules().length, 7);
    for (const { alert, expr, annotations } of rules()) {
      check(expr);
      const [page = "", anchor = ""] = annotations.runbook_url.split("#");
      assert.ok(existsSync(page), alert);
      const heading = new RegExp(`^#+ ${anchor.replaceAll("-", "[ -]")}$`, "im");
      assert.match(readFileSync(page, "utf8"), heading, `${alert} needs the heading ${anchor}`);
    }
  });

  it("shows every metric somewhere", () => {
    const shown = dashboards.flatMap(({ panels }) =>
      panels.flatMap(({ queries }) => queries.flatMap(({ expr }) => namesIn(expr).metrics)),
    );
    const bare = new Set(shown.map((name) => name.replace(/_(bucket|sum|count)$/, "")));
    assert.deepEqual(
      Object.keys(metricTable).filter((name) => !bare.has(name)),
      ["process_start_time_seconds"],
    );
  });

  it("knows a wrong metric, a wrong label, and a broken query", () => {
    assert.throws(() => check("rate(mcp_hub_request_total[5m])"), /no metric/);
    assert.throws(() => check("sum by (tol) (rate(mcp_hub_requests_total[5m]))"), /label tol/);
    assert.throws(() => check("sum(rate(mcp_hub_requests_total[5m])"), /error/);
    assert.throws(() => check("sum(mcp_hub_requests_total)"), /only grows/);
  });
});
