import { safeLine } from "../../core/kernel/redact";
import type { DetachedTask } from "../../protocol/hubEvent";

/** What a notification says of tasks that are left from before. */
export interface DetachedTaskText {
  readonly message: string;
  readonly show: string;
  readonly cancel: string;
}

/** Tools that are named; more are counted. */
const named = 3;

/** e.g. `1 task of "files" is still running (dig).`, `2 tasks of "files" have ended (dig, mine).` */
export function detachedTaskText(label: string, left: readonly DetachedTask[]): DetachedTaskText {
  const one = left.length === 1;
  const running = left.some(({ ended }) => !ended);
  const verb = running ? (one ? "is still running" : "are still running") : one ? "has ended" : "have ended";
  const more = left.length > named ? `, and ${left.length - named} more` : "";
  const tools = left.slice(0, named).map(({ tool }) => safeLine(tool, 60));
  return {
    message: `${left.length} ${one ? "task" : "tasks"} of "${safeLine(label, 80)}" ${verb} (${tools.join(", ")}${more}).`,
    show: one ? "Show Result" : "Show Results",
    cancel: one ? "Cancel Task" : "Cancel Tasks",
  };
}
