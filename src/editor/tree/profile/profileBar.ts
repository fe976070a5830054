import * as vscode from "vscode";
import type { EventStream } from "../../../core/hub/eventStream";
import { DisposableStore } from "../../../core/kernel/disposable";
import { message } from "../../../protocol/message";
import type { CommandId } from "../../manifest/commandTable";
import { type ProfileState, profileBarData } from "./profileBarData";

const switchProfile: CommandId = "mcpHub.switchProfile";

/** The status bar item that names the profile and switches it; it is shown where there are profiles. */
export function createProfileBar(stream: EventStream, state: () => ProfileState): vscode.Disposable {
  const store = new DisposableStore();
  const item = store.add(vscode.window.createStatusBarItem("mcpHub.profile", vscode.StatusBarAlignment.Right, 99));
  item.name = message("profile.itemName", "MCP Hub Profile");
  item.command = switchProfile;
  const update = () => {
    const data = profileBarData(state());
    if (!data) return item.hide();
    item.text = data.text;
    item.tooltip = data.tooltip;
    item.accessibilityInformation = { label: data.tooltip, role: "button" };
    item.backgroundColor = data.attention ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.show();
  };
  store.add(stream.onEvent(({ type }) => void ((type === "config.read" || type === "choice.changed") && update())));
  update();
  return store;
}
