import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Tasks } from "../../core/tasks/hubTasks";
import type { HubEvent } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { noticeText } from "../ui/plainText";
import { progressReporter } from "../ui/viewProgress";

type TaskEvent = Extract<HubEvent, { type: "call.task" }>;

/** The notification of one call. */
interface CallNotice {
  readonly progress: (event: Extract<HubEvent, { type: "call.progress" }>) => void;
  readonly end: () => void;
}

/**
 * Shows a notification with progress and a Cancel button for each call that runs as a task, because a waiting model shows
 * little. Commands show their own progress.
 */
export function createTaskProgress(stream: EventStream, tasks: Pick<Tasks, "cancel">): vscode.Disposable {
  const notices = new Map<string, CallNotice>();
  const listener = stream.onEvent((event) => {
    if (event.type === "call.task" && event.caller.door !== "command" && !notices.has(event.call)) show(event);
    if (event.type === "call.progress") notices.get(event.call)?.progress(event);
    if (event.type === "call.ended") notices.get(event.call)?.end();
  });

  function show({ call, server, tool }: TaskEvent): void {
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: noticeText(message("task.runningTool", "Running {tool} on {server}", { tool, server }), 120),
        cancellable: true,
      },
      (progress, token) => {
        token.onCancellationRequested(() => tasks.cancel(call));
        return new Promise<void>((resolve) => {
          const end = () => {
            notices.delete(call);
            resolve();
          };
          notices.set(call, { progress: progressReporter(progress), end });
        });
      },
    );
  }

  return new vscode.Disposable(() => {
    listener.dispose();
    for (const { end } of [...notices.values()]) end();
  });
}
