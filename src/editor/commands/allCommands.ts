import type { Commands } from "../manifest/commandTable";
import { screen } from "../ui/screen";
import { approvalsCommand } from "./approvalsCommand";
import { appCommands } from "./apps/appCommands";
import { attachCommand } from "./attachCommand";
import { auditCommand } from "./auditCommand";
import { chooseCommands } from "./choose/chooseCommands";
import { profileCommands } from "./choose/profileCommands";
import { clientCommands } from "./clients/clientCommands";
import { turnOnGateway } from "./clients/turnOnGateway";
import type { CommandPorts, RootPorts } from "./commandPorts";
import { conformanceCommand } from "./development/conformanceCommand";
import { diagnoseCommand } from "./diagnose/diagnoseCommand";
import { followCommand } from "./import/followCommand";
import { importCommands } from "./import/importCommands";
import { importEditor } from "./import/importEditor";
import { ImportWalk } from "./import/importWalk";
import { logFileCommands } from "./logs/logFileCommands";
import { logLevelCommand } from "./logs/logLevelCommand";
import { editServerCommand } from "./manage/editServerCommand";
import { manageCommands } from "./manage/manageCommands";
import { manageEditor } from "./manage/manageEditor";
import { moveSecretsCommand } from "./moveSecretsCommand";
import { pickDetachedTask } from "./pickTarget";
import { readCommands } from "./readCommands";
import { registryCommands } from "./registry/registryCommands";
import { resilienceCommands } from "./resilienceCommands";
import { reviewCommands } from "./reviewCommands";
import { secretCommand } from "./secretCommand";
import { serverCommands } from "./serverCommands";
import { testMapping } from "./services/testMapping";
import { settingsCommands } from "./settingsCommands";
import { showCommands } from "./showCommands";
import { signInCommands } from "./signInCommands";
import { toolCommand } from "./toolCommand";
import { trustCommands } from "./trustCommands";

/** What every command does; the compiler checks that none is missing. */
export function allCommands(given: RootPorts): Commands {
  const ports: CommandPorts = { ...given, screen, turnOnGateway };
  const imports = new ImportWalk(ports, importEditor(ports));
  const registry = registryCommands(ports, imports);
  return {
    ...serverCommands(ports),
    ...showCommands(ports),
    ...toolCommand(ports),
    ...readCommands(ports),
    ...attachCommand(ports),
    ...logLevelCommand(ports),
    ...logFileCommands(ports),
    ...settingsCommands(ports, registry),
    ...editServerCommand(ports),
    ...manageCommands(ports, manageEditor(ports)),
    ...trustCommands(ports),
    ...approvalsCommand(ports),
    ...reviewCommands(ports),
    ...secretCommand(ports),
    ...moveSecretsCommand(ports),
    ...resilienceCommands(ports),
    ...auditCommand(ports),
    ...signInCommands(ports),
    ...clientCommands(ports),
    ...taskCommand(ports),
    ...appCommands(ports),
    ...importCommands(ports, imports),
    ...followCommand(ports),
    ...registry,
    ...testMapping(ports),
    ...diagnoseCommand(ports),
    ...chooseCommands(ports),
    ...profileCommands(ports),
    ...conformanceCommand(ports),
  };
}

/** Opens the result of a detached task. */
const taskCommand = ({ hub, showTask, screen }: CommandPorts): Pick<Commands, "mcpHub.showTaskResult"> => ({
  "mcpHub.showTaskResult": async () => {
    const chosen = await pickDetachedTask(screen, hub.tasks.left());
    if (chosen) await showTask(chosen.server, chosen);
  },
});
