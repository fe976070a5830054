import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { DisposableStore } from "../../core/kernel/disposable";
import type { CommandId } from "../manifest/commandTable";
import { createBatcher } from "../ui/batcher";
import { type StatusBarData, statusBarData } from "./statusBarData";

const showServers: CommandId = "mcpHub.showServers";

/** The hub in the status bar, such as `MCP 3/4`; a click shows the servers. */
export function createStatusBar(stream: EventStream, clock: Clock): vscode.Disposable {
  const own = new DisposableStore();
  const item = own.add(vscode.window.createStatusBarItem("mcpHub.status", vscode.StatusBarAlignment.Right, 100));
  item.name = "MCP Hub";
  item.command = { command: showServers, title: "Show MCP Servers" };

  let drawn: StatusBarData | undefined;
  const draw = () => {
    const words = statusBarData(stream.view);
    if (JSON.stringify(words) === JSON.stringify(drawn)) return;
    drawn = words;
    item.text = words.text;
    item.tooltip = hover(words);
    item.accessibilityInformation = { label: words.spoken, role: "button" };
    item.backgroundColor = words.attention ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.show();
  };

  const changes = own.add(createBatcher<true>(clock, 50, draw)); // calls come in thousands, and none of them is seen here
  own.add(stream.onEvent(() => changes.add(true)));
  draw();
  return own;
}

function hover({ rows, foot }: StatusBarData): vscode.MarkdownString {
  const text = new vscode.MarkdownString("**MCP Hub**");
  for (const [server, state] of rows) {
    text.appendMarkdown("\n\n**").appendText(server).appendMarkdown("**: ").appendText(state);
  }
  if (foot) text.appendMarkdown("\n\n").appendText(foot);
  return text;
}
