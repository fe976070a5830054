import * as vscode from "vscode";
import type { Requests } from "../../core/calls/requests";
import { toolDocument } from "../../core/presentation/resultDocument";
import type { DetachedTask, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { ResultFiles } from "../content/resultFiles";
import { noticeText } from "../ui/plainText";
import type { ShowFailure } from "../ui/showFailure";
import { toSignal } from "../ui/signal";
import { progressReporter } from "../ui/viewProgress";

/** Waits for a detached task with progress and a Cancel button, then opens its result. */
export type ShowTask = (server: ServerId, task: DetachedTask) => Promise<void>;

export const showTask =
  (requests: Pick<Requests, "followTask">, documents: Pick<ResultFiles, "open">, showFailure: ShowFailure): ShowTask =>
  async (server, task) => {
    try {
      const result = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: noticeText(
            message("task.waiting", "Waiting for {tool} on {server}", { tool: task.tool, server }),
            120,
          ),
          cancellable: true,
        },
        (progress, token) =>
          requests.followTask({
            server,
            task,
            caller: { door: "command" },
            signal: toSignal(token),
            onProgress: progressReporter(progress),
          }),
      );
      await documents.open(toolDocument(server, task.tool, result));
    } catch (error) {
      showFailure(error, { server, tool: task.tool });
    }
  };
