import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Tasks } from "../../core/tasks/hubTasks";
import type { HubEvent } from "../../protocol/hubEvent";
import { nameOfServer } from "../../protocol/message";
import { noticeText } from "../ui/plainText";
import { detachedTaskText } from "./detachedTaskText";
import type { ShowTask } from "./showTask";

/** Notifies the person once of each detached task, such as one from before a reload, that the server still has. */
export function createDetachedTaskNotice(
  stream: Pick<EventStream, "onEvent">,
  tasks: Pick<Tasks, "abandon" | "left">,
  show: ShowTask,
  report: (error: unknown) => void,
): vscode.Disposable {
  const notified = new Set<string>();
  return stream.onEvent((event) => {
    if (event.type === "server.tasks") notify(event).catch(report);
  });

  async function notify({ server, left }: Extract<HubEvent, { type: "server.tasks" }>): Promise<void> {
    const unseen = left.filter(({ key }) => !notified.has(key));
    if (unseen.length === 0) return;
    for (const { key } of unseen) notified.add(key);
    const label = nameOfServer(server);
    const text = detachedTaskText(label, unseen);
    const chosen = await vscode.window.showInformationMessage(noticeText(text.message), text.show, text.cancel);
    const remaining = unseen.filter(({ key }) => tasks.left().some((task) => task.key === key));
    if (chosen === text.show) await Promise.all(remaining.map((task) => show(server, task)));
    if (chosen === text.cancel) await Promise.all(remaining.map(({ key }) => tasks.abandon(server, key)));
  }
}
