import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Tasks } from "../../core/tasks/hubTasks";
import type { HubEvent } from "../../protocol/hubEvent";
import { noticeText } from "../ui/plainText";
import { detachedTaskText } from "./detachedTaskText";
import type { ShowTask } from "./showTask";

/** Says once of each task that is left from before, such as before a reload, that its server still has it. */
export function createDetachedTaskNotice(
  stream: EventStream,
  tasks: Pick<Tasks, "abandon" | "left">,
  show: ShowTask,
  report: (error: unknown) => void,
): vscode.Disposable {
  const said = new Set<string>();
  return stream.onEvent((event) => {
    if (event.type === "server.tasks") tell(event).catch(report);
  });

  async function tell({ server, left }: Extract<HubEvent, { type: "server.tasks" }>): Promise<void> {
    const fresh = left.filter(({ key }) => !said.has(key));
    if (fresh.length === 0) return;
    for (const { key } of fresh) said.add(key);
    const label = stream.view.servers.find(({ id }) => id === server)?.label ?? server;
    const words = detachedTaskText(label, fresh);
    const chosen = await vscode.window.showInformationMessage(noticeText(words.message), words.show, words.cancel);
    const still = fresh.filter(({ key }) => tasks.left().some((one) => one.key === key));
    if (chosen === words.show) await Promise.all(still.map((task) => show(server, task)));
    if (chosen === words.cancel) await Promise.all(still.map(({ key }) => tasks.abandon(server, key)));
  }
}
