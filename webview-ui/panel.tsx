import "@vscode/codicons/dist/codicon.css";
import "./panel.css";
import "./controls.css";
import "./head.css";
import "./list.css";
import { render } from "preact";
import { Activity } from "./activity";
import { openHostPort, type VsCodeApi } from "./hostPort";
import { readPageState } from "./pageState";

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
const root = document.getElementById("root");
if (!root) throw new Error('The page has no element with the id "root".');
render(
  <Activity
    host={openHostPort(api, window)}
    kept={readPageState(api.getState())}
    keep={(state) => api.setState(state)}
  />,
  root,
);
