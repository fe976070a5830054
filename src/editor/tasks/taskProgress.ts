import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Tasks } from "../../core/tasks/hubTasks";
import type { HubEvent } from "../../protocol/hubEvent";
import { noticeText } from "../ui/plainText";
import { progressReporter } from "../ui/viewProgress";

type TaskEvent = Extract<HubEvent, { type: "call.task" }>;

/** What is shown of one call. */
interface Shown {
  readonly moved: (event: Extract<HubEvent, { type: "call.progress" }>) => void;
  readonly ended: () => void;
}

/**
 * Shows each call that runs as a task as a notification with progress and a way to cancel it, whoever called: a model that waits says
 * little. Calls of commands show their own.
 */
export function createTaskProgress(stream: EventStream, tasks: Pick<Tasks, "cancel">): vscode.Disposable {
  const shown = new Map<string, Shown>();
  const listening = stream.onEvent((event) => {
    if (event.type === "call.task" && event.caller.door !== "command" && !shown.has(event.call)) show(event);
    if (event.type === "call.progress") shown.get(event.call)?.moved(event);
    if (event.type === "call.ended") shown.get(event.call)?.ended();
  });

  function show({ call, server, tool }: TaskEvent): void {
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: noticeText(`Running ${tool} on ${server}`, 120),
        cancellable: true,
      },
      (progress, token) => {
        token.onCancellationRequested(() => tasks.cancel(call));
        return new Promise<void>((resolve) => {
          const ended = () => {
            shown.delete(call);
            resolve();
          };
          shown.set(call, { moved: progressReporter(progress), ended });
        });
      },
    );
  }

  return new vscode.Disposable(() => {
    listening.dispose();
    for (const { ended } of [...shown.values()]) ended();
  });
}
