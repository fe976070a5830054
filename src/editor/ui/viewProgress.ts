import * as vscode from "vscode";
import type { Progress } from "../../core/messages/toolResult";
import { serversViewId } from "../manifest/contributions";
import { noticeText } from "./plainText";
import type { ShowFailure } from "./showFailure";

/** A server's progress as VS Code counts it: in hundredths, each since the last. */
export function progressReporter(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
): (step: Progress) => void {
  let reached = 0;
  return ({ progress: done, total, message }) => {
    const percent = total !== undefined && total > 0 ? Math.min(100, (100 * done) / total) : reached;
    const increment = Math.max(0, percent - reached);
    reached = Math.max(reached, percent);
    const counted = total === undefined ? `${done}` : `${done} of ${total}`;
    progress.report({ message: noticeText(message ?? counted, 200), increment });
  };
}

/** Does something with a server while the view shows a bar; a failure becomes one notification. */
export async function withViewProgress(
  server: string,
  showFailure: ShowFailure,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await vscode.window.withProgress({ location: { viewId: serversViewId } }, run);
  } catch (error) {
    showFailure(error, { server });
  }
}
