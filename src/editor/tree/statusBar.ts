import * as vscode from "vscode";
import type { OfferedCost } from "../../core/conversation/cost/offeredCost";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { DisposableStore } from "../../core/kernel/disposable";
import { message } from "../../protocol/message";
import type { CommandId } from "../manifest/commandTable";
import { createBatcher } from "../ui/batcher";
import { type StatusBarData, statusBarData, statusBarHover } from "./statusBarData";

const showServers: CommandId = "mcpHub.showServers";

/** Events within this time update the item once: thousands of calls do not change it. */
const updateMs = 50;

/** The hub's status bar item, such as `MCP 3/4`. A click shows the servers. */
export function createStatusBar(
  stream: EventStream,
  clock: Clock,
  cost: Pick<OfferedCost, "current" | "onChange">,
): vscode.Disposable {
  const store = new DisposableStore();
  const item = store.add(vscode.window.createStatusBarItem("mcpHub.status", vscode.StatusBarAlignment.Right, 100));
  item.name = "MCP Hub";
  item.command = { command: showServers, title: message("command.showServers", "Show MCP Servers") };

  let shown: StatusBarData | undefined;
  const update = () => {
    const data = statusBarData(stream.view, cost.current);
    if (JSON.stringify(data) === JSON.stringify(shown)) return;
    shown = data;
    item.text = data.text;
    item.tooltip = new vscode.MarkdownString(statusBarHover(data));
    item.accessibilityInformation = { label: data.accessibilityLabel, role: "button" };
    item.backgroundColor = data.attention ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.show();
  };

  const changes = store.add(createBatcher<true>(clock, updateMs, update));
  store.add(stream.onEvent(() => changes.add(true)));
  store.add(cost.onChange(() => changes.add(true)));
  update();
  return store;
}
