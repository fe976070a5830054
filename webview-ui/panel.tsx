import "./pageTexts";
import "@vscode/codicons/dist/codicon.css";
import "./panel.css";
import "./controls.css";
import "./head.css";
import "./list.css";
import "./details/details.css";
import "./tabs/tabs.css";
import "./servers/servers.css";
import "./metrics/metrics.css";
import "./notes/notes.css";
import "./narrow.css";
import { render } from "preact";
import { Activity } from "./activity";
import type { CallPageApi } from "./call/callPort";
import { mountCallPage } from "./call/mountCallPage";
import { openHostPort, type VsCodeApi } from "./hostPort";
import { readPageState } from "./pageState";

declare function acquireVsCodeApi(): VsCodeApi & CallPageApi;

const api = acquireVsCodeApi();
const root = document.getElementById("root");
if (!root) throw new Error('The page has no element with the id "root".');
// The host writes into the document which page it is.
if (document.body.dataset.page === "call") mountCallPage(root, api);
else
  render(
    <Activity
      host={openHostPort(api, window)}
      kept={readPageState(api.getState())}
      keep={(state) => api.setState(state)}
    />,
    root,
  );
