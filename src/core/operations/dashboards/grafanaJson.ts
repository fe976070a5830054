import type { Dashboard, Panel } from "./panel";

/** Panels are laid out in rows of 24 units; single numbers are small. */
const rowWidth = 24;
const sizes = { stat: { w: 6, h: 4 }, timeseries: { w: 12, h: 8 }, table: { w: 12, h: 8 } } as const;

/** A dashboard as Grafana imports it (JSON model, schema version 39). The data source and the instances are chosen in the dashboard. */
export const grafanaJson = ({ id, title, panels }: Dashboard) => ({
  uid: `mcp-hub-${id}`,
  title,
  tags: ["mcp-hub"],
  schemaVersion: 39,
  version: 1,
  editable: true,
  refresh: "30s",
  time: { from: "now-6h", to: "now" },
  templating: { list: [{ name: "source", label: "Data source", type: "datasource", query: "prometheus" }] },
  panels: placed(panels).map(({ panel, x, y }, index) => panelJson(panel, index + 1, x, y)),
});

function placed(panels: readonly Panel[]) {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((panel) => {
    const { w, h } = sizes[panel.kind];
    if (x + w > rowWidth || (x > 0 && h !== rowHeight)) [x, y] = [0, y + rowHeight];
    const place = { panel, x, y };
    [x, rowHeight] = [x + w, h];
    return place;
  });
}

function panelJson(panel: Panel, id: number, x: number, y: number) {
  const { title, about, kind, unit, queries } = panel;
  const datasource = { type: "prometheus", uid: "${source}" };
  return {
    ...{ id, title, type: kind, ...(about !== undefined && { description: about }), datasource },
    gridPos: { ...sizes[kind], x, y },
    fieldConfig: {
      defaults: { unit, ...(thresholds(panel) && { thresholds: thresholds(panel) }) },
      overrides: [],
    },
    targets: queries.map(({ expr, legend }, index) => ({
      ...{ refId: String.fromCharCode(65 + index), datasource, expr },
      ...(legend !== "" && { legendFormat: legend }),
      ...(kind === "table" && { format: "table", instant: true }),
    })),
  };
}

function thresholds({ redAbove, redBelow }: Panel) {
  if (redAbove !== undefined)
    return {
      mode: "absolute",
      steps: [
        { color: "green", value: null },
        { color: "red", value: redAbove },
      ],
    };
  if (redBelow !== undefined)
    return {
      mode: "absolute",
      steps: [
        { color: "red", value: null },
        { color: "green", value: redBelow },
      ],
    };
  return undefined;
}
