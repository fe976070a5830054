import type * as vscode from "vscode";
import type { Progress } from "../../core/messages/toolResult";
import { message } from "../../protocol/message";
import { noticeText } from "./plainText";
import type { Screen } from "./screen";
import type { ShowFailure } from "./showFailure";

/** Reports a server's progress to VS Code, which takes increments in percent. */
export function progressReporter(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
): (step: Progress) => void {
  let reached = 0;
  return ({ progress: done, total, message: text }) => {
    const percent = total !== undefined && total > 0 ? Math.min(100, (100 * done) / total) : reached;
    const increment = Math.max(0, percent - reached);
    reached = Math.max(reached, percent);
    const count = total === undefined ? `${done}` : message("ui.progress", "{done} of {total}", { done, total });
    progress.report({ message: noticeText(text ?? count, 200), increment });
  };
}

/** Runs a task on a server while the view shows a progress bar. A failure becomes one notification. */
export async function withViewProgress(
  screen: Pick<Screen, "inView">,
  server: string,
  showFailure: ShowFailure,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await screen.inView(run);
  } catch (error) {
    showFailure(error, { server });
  }
}
