import type { ToolCall, ToolResult } from "./calls/toolCall";
import type { Link } from "./connection/link";
import { asHubError, type HubError } from "./hubError";

/** Runs one request on a line of the call's server, once one is ready. */
export type RunCall = <T>(work: (link: Link) => Promise<T>) => Promise<T>;

/** How often one task is taken up again. */
const maxResumes = 5;

const lineLost = new Set(["exited", "not-connected", "session-lost", "transport"]);

/**
 * Sends a call; a task that its tool runs as is not lost with its line: it is followed over the next one. Where the server does not
 * know it there, the loss stands.
 */
export async function lastingCall(call: ToolCall, run: RunCall): Promise<ToolResult> {
  let task: string | undefined;
  const onTask = (id: string) => {
    task = id;
  };
  const options = { ...call, onTask };
  let work = (link: Link) => link.callTool(call.tool, call.args, options);
  let lost: HubError | undefined;
  for (let resumes = 0; ; resumes++) {
    try {
      return await run(work);
    } catch (error) {
      const failure = asHubError(error);
      const id = task;
      if (id === undefined || call.signal.aborted) throw failure;
      if (!lineLost.has(failure.code) || resumes >= maxResumes) throw lost ?? failure;
      lost ??= failure;
      work = (link) => link.followTask(id, call);
    }
  }
}
