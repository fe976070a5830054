import type { CommandPorts } from "../commandPorts";
import type { Commands } from "../commandTable";
import { pickLeftTask } from "../pickTarget";

/** Opens the result of a task that is left from before. */
export const taskCommand = ({ hub, showTask }: CommandPorts): Pick<Commands, "mcpHub.showTaskResult"> => ({
  "mcpHub.showTaskResult": async () => {
    const chosen = await pickLeftTask(hub.tasks.left());
    if (chosen) await showTask(chosen.server, chosen);
  },
});
