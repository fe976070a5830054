import { isObject } from "../../protocol/isObject";

type Json = Readonly<Record<string, unknown>>;

const key = "mcp-hub/task";

/**
 * The answer to a call that says that it runs as a task (extension `io.modelcontextprotocol/tasks`). The SDK's client takes no such
 * result, so the task travels inside one that it takes; `isError`, because it checks no others against the tool's output schema.
 */
export const startedTask = ({ resultType: _, ...task }: Json) => ({
  resultType: "complete",
  content: [],
  isError: true,
  _meta: { [key]: task },
});

/** The task that a result stands for; `undefined` where it is the result itself. */
export function taskStarted(result: { readonly _meta?: Json | undefined }): (Json & { taskId: string }) | undefined {
  const task = result._meta?.[key];
  if (!isObject(task) || typeof task.taskId !== "string") return undefined;
  return { ...task, taskId: task.taskId };
}
