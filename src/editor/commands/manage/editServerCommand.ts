import { formChanges, formConfig } from "../../../core/config/changes/entryForm";
import { goesElsewhere, plannedEdit, runsTheSame, writtenName } from "../../../core/config/changes/plannedChanges";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { isObject } from "../../../protocol/isObject";
import { message, nameOfServer } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import { serversIn } from "../../settings/writtenSettings";
import type { CommandPorts } from "../commandPorts";
import { carriedApprovals, carriedConsent } from "./carried";
import { editEntry } from "./editEntry";
import { managedServer } from "./managedServer";
import { ServerChanges } from "./serverChanges";

/** Shows the values of an entry and lets the person change them, one by one, until they are saved all at once. */
export function editServerCommand(ports: CommandPorts): Pick<Commands, "mcpHub.editServer"> {
  const { settings } = ports;
  const changes = new ServerChanges(ports);
  return {
    "mcpHub.editServer": async (argument) => {
      const title = message("command.editServer", "Edit Server");
      const server = await managedServer(ports, argument, title);
      if (!server) return;
      const before = serversIn(server)[writtenName(server)];
      if (!isObject(before)) return settings.openAt(server.id);
      const edited = await editEntry(ports.screen, `${title}: ${nameOfServer(server.id)}`, before);
      if (edited === "open") return settings.openAt(server.id);
      if (!edited) return;
      const config = formConfig(edited);
      const made = formChanges(before, edited);
      const isElsewhere = config !== undefined && goesElsewhere(server, config);
      await changes.make(server, (files) => plannedEdit(server, files, made, config), {
        done: () => savedText(server, isElsewhere),
        // Where it reaches another place, the person is asked again for all of it.
        following: ({ server: after }) => [
          ...(after && !isElsewhere ? [carriedConsent(ports, server, after)] : []),
          ...(after && runsTheSame(server, after) ? carriedApprovals(ports, server, after) : []),
        ],
      });
    },
  };
}

function savedText({ id: server }: ServerDefinition, isElsewhere: boolean): string {
  const done = message("editServer.saved", '"{server}" was changed.', { server });
  return isElsewhere
    ? `${done} ${message("editServer.elsewhere", "It reaches another place now, so the hub asks again for what it needs.")}`
    : done;
}
