import * as vscode from "vscode";
import type { ImportSource } from "../../../core/apps/import/candidate";
import { hiddenTools, hidesTools } from "../../../core/apps/import/plannedImport";
import type { FollowedFile } from "../../../core/config/schema/options/followSettings";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import { shownPath } from "../apps/useFromText";
import type { CommandPorts } from "../commandPorts";
import { targetOf } from "../commandTarget";

type FollowPorts = Pick<CommandPorts, "imports" | "choice" | "stream" | "apps" | "showFailure" | "hub" | "screen">;

/** From now on these files are followed instead of copied. What they run is asked about as soon as it is read. */
export async function followSources(ports: FollowPorts, sources: readonly ImportSource[]): Promise<void> {
  const { imports, choice, stream } = ports;
  const before = imports.current().options.follow;
  const added = sources.map(({ app, file }) => ({ app: app.id, path: file.path }));
  const isThere = (server: ServerId) => stream.view.servers.some(({ id }) => id === server);
  const hidden = sources.flatMap(({ read }) =>
    read.entries.filter(hidesTools).map((entry) => hiddenTools(entry, entry.name)),
  );
  const unhide = hidden.length > 0 ? await choice.hide(hidden, "everywhere", isThere) : async () => {};
  await write([...before.filter(({ path }) => added.every((one) => one.path !== path)), ...added]);
  const undo = async () => {
    await write(before);
    await unhide();
  };
  tell(
    ports,
    message("follow.done", "Followed from now on: {files}. Each server waits until you allow it.", {
      files: names(ports, added),
    }),
    undo,
  );
}

/** Ends the following of a file: its servers are gone, and the file stays as it is. */
export function followCommand(ports: FollowPorts): Pick<Commands, "mcpHub.stopFollowing"> {
  return {
    "mcpHub.stopFollowing": async (argument) => {
      const before = ports.imports.current().options.follow;
      const { server } = targetOf(argument);
      const definition = server === undefined ? undefined : ports.hub.definition(server);
      const path = definition?.scope === "followed" ? definition.source : await askFile(ports, before);
      const ended = before.filter((one) => one.path === path);
      if (ended.length === 0) return;
      await write(before.filter((one) => one.path !== path));
      const text = message("follow.stopped", "No longer followed: {files}. The file was not changed.", {
        files: names(ports, ended),
      });
      tell(ports, text, () => write(before));
    },
  };
}

async function askFile({ apps, screen }: FollowPorts, files: readonly FollowedFile[]): Promise<string | undefined> {
  if (files.length === 0) {
    screen.say(message("follow.none", "No file of another app is followed."));
    return undefined;
  }
  const system = apps.system();
  const items = files.map(({ app, path }) => ({ label: shownPath(path, system), description: app, value: path }));
  const placeholder = message("follow.pick", "Select the file that is no longer followed");
  const reply = await screen.choice({ title: message("follow.stop", "Stop Following"), placeholder }, items);
  return reply.kind === "value" ? reply.value : undefined;
}

const names = ({ apps }: FollowPorts, files: readonly FollowedFile[]): string =>
  files.map(({ path }) => shownPath(path, apps.system())).join(", ");

/** Only in the person's own settings: such a file starts programs. */
const write = async (files: readonly FollowedFile[]): Promise<void> =>
  vscode.workspace
    .getConfiguration("mcpHub")
    .update("follow", files.length === 0 ? undefined : files, vscode.ConfigurationTarget.Global);

function tell({ showFailure, screen }: FollowPorts, text: string, undo: () => Promise<void>): void {
  screen.follow(text, [{ label: message("manage.undo", "Undo"), run: undo }], { failed: showFailure });
}
