import { isObject } from "../../protocol/isObject";

type Json = Readonly<Record<string, unknown>>;

const key = "mcp-hub/task";

/**
 * The result of a call that runs as a task (extension `io.modelcontextprotocol/tasks`). The SDK's client does not accept such a result, so
 * the task travels inside one that it accepts; `isError`, because only errors are not checked against the tool's output schema.
 */
export const startedTask = ({ resultType: _, ...task }: Json) => ({
  resultType: "complete",
  content: [],
  isError: true,
  _meta: { [key]: task },
});

/** The task inside a result; `undefined` where it is the result of the call itself. */
export function taskStarted(result: { readonly _meta?: Json | undefined }): (Json & { taskId: string }) | undefined {
  const task = result._meta?.[key];
  if (!isObject(task) || typeof task.taskId !== "string") return undefined;
  return { ...task, taskId: task.taskId };
}
