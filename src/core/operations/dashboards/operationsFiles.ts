import { stringify } from "yaml";
import { dashboards } from "./dashboards";
import { grafanaJson } from "./grafanaJson";
import { alertingRules } from "./rules";

/** The files of `docs/operations` by name, derived from the code (`npm run manifest` writes them). */
export const operationsFiles = (): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    dashboards.map((dashboard) => [
      `${dashboard.id}.json`,
      `${JSON.stringify(grafanaJson(dashboard), undefined, 2)}\n`,
    ]),
  ),
  "rules.yml": stringify({ groups: [{ name: "mcp-hub", rules: alertingRules }] }, { lineWidth: 0 }),
});
