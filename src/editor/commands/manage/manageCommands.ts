import {
  isShared,
  plannedCopy,
  plannedMove,
  plannedRemoval,
  plannedRenaming,
  writtenName,
} from "../../../core/config/changes/plannedChanges";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { type SettingsLocation, sameLocation } from "../../../core/config/schema/settingsLocation";
import { literalSecrets } from "../../../core/config/secrets/literalSecrets";
import { message, nameOfServer } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import { nameProblem } from "../../settings/newServerRules";
import { noticeText } from "../../ui/plainText";
import type { Screen } from "../../ui/screen";
import type { CommandPorts } from "../commandPorts";
import { carriedAll, carriedConsent, keptPins, renamedCalls } from "./carried";
import type { ManageEditor } from "./manageEditor";
import { folderName, movedText, placeText, removalDetail, renamedText } from "./manageText";

type ManageCommand = "mcpHub.renameServer" | "mcpHub.duplicateServer" | "mcpHub.moveServer" | "mcpHub.removeServer";

/** What they need of what all commands have. */
export type ManagePorts = Pick<CommandPorts, "launches" | "pins" | "imports" | "inputs" | "screen"> &
  Parameters<typeof carriedAll>[0];

/** Commands that rename, copy, move and remove entries of the settings. Each change can be undone. */
export function manageCommands(
  ports: ManagePorts,
  { changes, find, savedCalls, isRemote }: ManageEditor,
): Pick<Commands, ManageCommand> {
  const { launches, pins, imports, inputs, screen } = ports;
  const definitions = () => imports.current().definitions;
  const others = (server: ServerDefinition) =>
    definitions()
      .filter((one) => one.id !== server.id)
      .flatMap((one) => [one.id, writtenName(one)]);

  return {
    "mcpHub.renameServer": async (argument) => {
      const title = message("command.renameServer", "Rename Server");
      const server = await find(argument, title);
      if (!server) return;
      const prompt = message("manage.newName", "The new name. The names of its tools begin with it.");
      const to = await askName(screen, server, title, prompt, writtenName(server), others(server));
      if (to === undefined || to === writtenName(server)) return;
      await changes.make(server, (files) => plannedRenaming(server, files, to, others(server)), {
        done: (planned) => renamedText(server.id, to, planned),
        following: (planned) => [
          ...carriedAll(ports, server, planned.server),
          // Another server of the name keeps its calls.
          ...(others(server).includes(writtenName(server)) ? [] : [renamedCalls(savedCalls(), server.id, to)]),
        ],
      });
    },
    "mcpHub.duplicateServer": async (argument) => {
      const title = message("command.duplicateServer", "Duplicate Server");
      const server = await find(argument, title);
      if (!server) return;
      const taken = [server.id, writtenName(server), ...others(server)];
      const prompt = message("manage.copyName", "The name of the copy. The names of its tools begin with it.");
      const to = await askName(screen, server, title, prompt, freeName(writtenName(server), taken), taken);
      if (to === undefined) return;
      await changes.make(server, (files) => plannedCopy(server, files, to), {
        done: () => message("manage.copied", '"{copy}" is a copy of "{server}".', { copy: to, server: server.id }),
        following: ({ server: copy }) => (copy ? [carriedConsent(ports, server, copy)] : []),
        keepsOld: true,
      });
    },
    "mcpHub.moveServer": async (argument) => {
      const title = message("command.moveServer", "Move Server");
      const server = await find(argument, title);
      const target = server && (await askTarget(screen, server, title, changes.locations(), isRemote()));
      if (!server || !target) return;
      // The person's own settings are not asked about: nothing gets there that they have not seen.
      if (!isShared(target)) launches.consent.check(server);
      if (isShared(target) && !(await agreesToLift(screen, server, title, target))) return;
      await changes.make(server, (files) => plannedMove(server, files, target), {
        done: (planned) => movedText(server.id, placeText(target), planned),
        following: (planned) => carriedAll(ports, server, planned.server),
      });
    },
    "mcpHub.removeServer": async (argument) => {
      const server = await find(argument, message("command.removeServer", "Remove Server"));
      if (!server) return;
      const stored = inputs.of(server);
      const answer = await confirmed(screen, server, [...new Set(stored.map(({ name }) => name))]);
      if (answer === undefined) return;
      await changes.make(server, (files) => plannedRemoval(server, files), {
        done: () => removedText(server, definitions()),
        following: () => [keptPins(pins, server)],
        deleted: answer === "all" ? stored.map(({ key }) => key) : [],
      });
    },
  };
}

async function askName(
  screen: Screen,
  server: ServerDefinition,
  title: string,
  prompt: string,
  value: string,
  taken: readonly string[],
): Promise<string | undefined> {
  const named = `${title}: ${nameOfServer(server.id)}`;
  const reply = await screen.text({ title: named, prompt, value, check: (name) => nameProblem(name, taken) });
  return reply.kind === "value" ? reply.value : undefined;
}

function freeName(name: string, taken: readonly string[]): string {
  for (let number = 2; ; number++) if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
}

/** Asks which settings get the entry; `undefined` after a cancel. */
async function askTarget(
  screen: Screen,
  server: ServerDefinition,
  title: string,
  locations: readonly SettingsLocation[],
  isRemote: boolean,
): Promise<SettingsLocation | undefined> {
  const items = locations
    .filter((location) => !sameLocation(location, server))
    .flatMap((location) => targetItem(location, isRemote));
  const placeholder = message("manage.target", "Select the settings to move the server to");
  const reply = await screen.choice({ title: `${title}: ${nameOfServer(server.id)}`, placeholder }, items);
  return reply.kind === "value" ? reply.value : undefined;
}

function targetItem(location: SettingsLocation, isRemote: boolean) {
  const about = {
    user: message("addServer.userAbout", "For you, in every window"),
    workspace: message("addServer.workspaceAbout", "For everyone who opens this workspace"),
    folder: message("manage.folderAbout", "For everyone who opens this folder"),
    remote: message("manage.remoteAbout", "For you, on this remote machine"),
  };
  const label = {
    user: message("addServer.user", "User Settings"),
    workspace: message("addServer.workspace", "Workspace Settings"),
    folder: message("manage.folder", "Folder Settings: {folder}", { folder: folderName(location.source) }),
    remote: message("manage.remote", "Remote Settings"),
  };
  const { scope } = location;
  return scope === "file" || scope === "followed" || (scope === "remote" && !isRemote)
    ? []
    : [{ label: label[scope], description: about[scope], value: location }];
}

/** Others may read the settings of a workspace: a person who moves secrets there agrees that they go into secret storage. */
async function agreesToLift(
  screen: Screen,
  server: ServerDefinition,
  title: string,
  target: SettingsLocation,
): Promise<boolean> {
  const secrets = server.entry.kind === "valid" ? literalSecrets(server.entry.config) : [];
  if (secrets.length === 0) return true;
  const placeholder = message(
    "manage.liftQuestion",
    "The entry has secrets in plain text ({names}), and others may read {place}",
    { names: [...new Set(secrets.map(({ label }) => label))].join(", "), place: placeText(target) },
  );
  const reply = await screen.choice(
    { title: `${title}: ${nameOfServer(server.id)}`, placeholder: noticeText(placeholder) },
    [
      {
        label: message("manage.lift", "Move, and Keep the Secrets in Secret Storage"),
        description: message("manage.liftAbout", "the entry refers to them"),
        value: true,
      },
      { label: message("apps.cancel", "Cancel"), value: false },
    ],
  );
  return reply.kind === "value" && reply.value;
}

/** Asks before an entry is taken out: with what is stored for it, or without. */
async function confirmed(
  screen: Screen,
  server: ServerDefinition,
  stored: readonly string[],
): Promise<"entry" | "all" | undefined> {
  const remove = message("button.remove", "Remove");
  const all = message("button.removeWithSecrets", "Remove and Delete Its Secrets");
  const question = message("removeServer.question", 'Remove the server "{server}"?', { server: server.id });
  const detail = noticeText(removalDetail(placeText(server), stored), 500);
  const answer = await screen.choose(question, detail, [remove, ...(stored.length > 0 ? [all] : [])]);
  return answer === remove ? "entry" : answer === all ? "all" : undefined;
}

function removedText(server: ServerDefinition, left: readonly ServerDefinition[]): string {
  const other = left.find(({ id }) => id === server.id);
  return other
    ? message(
        "removeServer.left",
        '"{server}" is still there, because there is another entry of this name in {place}.',
        {
          server: server.id,
          place: placeText(other),
        },
      )
    : message("manage.removed", '"{server}" was removed.', { server: server.id });
}
