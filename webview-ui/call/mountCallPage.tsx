import "./call.css";
import "./callForm.css";
import "./callResult.css";
import { render } from "preact";
import { isCallTarget } from "../../src/protocol/callPageMessages";
import { isObject } from "../../src/protocol/isObject";
import { CallPage } from "./callPage";
import { type CallPageApi, type CallPageState, openCallPort } from "./callPort";

/** Shows the call page in an element. */
export function mountCallPage(root: Element, api: CallPageApi): void {
  const kept = readState(api.getState());
  render(<CallPage host={openCallPort(api, window)} kept={kept} keep={(state) => api.setState(state)} />, root);
}

/** Reads stored state, which another version of the page may have written. */
function readState(kept: unknown): CallPageState {
  if (!isObject(kept)) return {};
  return {
    ...(isCallTarget(kept.target) && { target: kept.target }),
    ...(kept.hidesJson === true && { hidesJson: true }),
  };
}
