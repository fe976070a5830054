import { safeLine } from "../../core/kernel/redact";
import type { DetachedTask } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";

/** The texts of the notification about detached tasks. */
export interface DetachedTaskText {
  readonly message: string;
  readonly show: string;
  readonly cancel: string;
}

/** The most tools that are named; more are counted. */
const toolsShown = 3;

/** Such as `1 task of "files" is still running (dig).` or `2 tasks of "files" have ended (dig, mine).` */
export function detachedTaskText(label: string, tasks: readonly DetachedTask[]): DetachedTaskText {
  const values = { count: tasks.length, server: safeLine(label, 80), tools: toolNames(tasks) };
  const isRunning = tasks.some(({ ended }) => !ended);
  if (tasks.length === 1)
    return {
      message: isRunning
        ? message("task.oneRunning", '1 task of "{server}" is still running ({tools}).', values)
        : message("task.oneEnded", '1 task of "{server}" has ended ({tools}).', values),
      show: message("button.showResult", "Show Result"),
      cancel: message("button.cancelTask", "Cancel Task"),
    };
  return {
    message: isRunning
      ? message("task.running", '{count} tasks of "{server}" are still running ({tools}).', values)
      : message("task.ended", '{count} tasks of "{server}" have ended ({tools}).', values),
    show: message("button.showResults", "Show Results"),
    cancel: message("button.cancelTasks", "Cancel Tasks"),
  };
}

function toolNames(tasks: readonly DetachedTask[]): string {
  const names = tasks.slice(0, toolsShown).map(({ tool }) => safeLine(tool, 60));
  const count = tasks.length - names.length;
  return [...names, ...(count > 0 ? [message("task.more", "and {count} more", { count })] : [])].join(", ");
}
