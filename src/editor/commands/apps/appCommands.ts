import { isWritten } from "../../../core/apps/use/ways";
import { message } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import { itemText } from "../../ui/plainText";
import type { CommandPorts } from "../commandPorts";
import { chooseWay } from "./chooseWay";
import { ProposalWalk } from "./proposalWalk";
import { shownPath, usedFiles } from "./useFromText";

type AppCommand = "mcpHub.useHubFrom" | "mcpHub.stopUsingHubFrom";

const useTitle = () => message("command.useHubFrom", "Use This Hub From");
const stopTitle = () => message("command.stopUsingHubFrom", "Stop Using This Hub From");

/** Lets other apps of the machine use the hub, and ends that. */
export function appCommands({
  apps: ports,
  screen,
  turnOnGateway,
  showFailure,
}: Pick<CommandPorts, "apps" | "screen" | "turnOnGateway" | "showFailure">): Pick<Commands, AppCommand> {
  const { use, system } = ports;
  const walk = new ProposalWalk({ ...ports, screen, turnOnGateway }, showFailure);
  return {
    "mcpHub.useHubFrom": async () => {
      const chosen = await chooseWay(screen, useTitle(), ports);
      if (!chosen) return;
      const { known, way, grant } = chosen;
      const { app } = known;
      const copy = { app, way, grant };
      if (!isWritten(way.file)) return walk.copy({ copy });
      const prefersCopy = way.file.level === "user" && !known.isHere;
      const propose = () => use.propose(app, way);
      await walk.run({ title: useTitle(), propose, copy, path: way.file.path, prefersCopy });
    },
    "mcpHub.stopUsingHubFrom": async () => {
      const { folders = [undefined] } = system();
      const known = await Promise.all(folders.map((folder) => use.apps(folder)));
      const items = usedFiles(known.flat()).map((used) => ({
        label: itemText(used.app.name),
        description: itemText(shownPath(used.file.path, system()), 200),
        value: used,
      }));
      if (items.length === 0) {
        const none = message("apps.noneUses", "No app of this machine has the hub in a file that the hub knows.");
        screen.say(none);
        return;
      }
      const placeholder = message("apps.pickToStop", "Select the file to remove the hub from");
      const reply = await screen.choice({ title: stopTitle(), placeholder }, items);
      if (reply.kind !== "value") return;
      const { app, file } = reply.value;
      const propose = () => use.proposeRemoval(app, file);
      await walk.run({ title: stopTitle(), propose, path: file.path });
    },
  };
}
