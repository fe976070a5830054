import type { PlannedServer } from "../../../core/config/changes/plannedChanges";
import type { SettingsLocation } from "../../../core/config/schema/settingsLocation";
import { message } from "../../../protocol/message";

/** Where settings are, within a sentence. */
export function placeText({ scope, source }: SettingsLocation): string {
  switch (scope) {
    case "user":
      return message("place.user", "your user settings");
    case "remote":
      return message("place.remote", "the remote settings");
    case "workspace":
      return message("place.workspace", "the workspace settings");
    case "folder":
      return message("place.folderNamed", 'the settings of the folder "{folder}"', { folder: folderName(source) });
    case "file":
      return message("place.file", "a configuration file");
    case "followed":
      return message("place.followed", "a file of another app");
  }
}

/** The last part of a folder's path. */
export const folderName = (source = ""): string => source.split(/[\\/]/).findLast((part) => part !== "") ?? source;

/** What a person is asked before an entry is removed: what goes with it, and what stays. */
export function removalDetail(place: string, stored: readonly string[]): string {
  const deleted = message("removeServer.entry", "Its entry is deleted from {place}.", { place });
  if (stored.length === 0) return `${deleted} ${message("removeServer.keeps", "Sign-ins and approvals are kept.")}`;
  return `${deleted} ${message(
    "removeServer.stored",
    "Secret storage has values for it: {names}. Sign-ins and approvals are kept.",
    { names: stored.join(", ") },
  )}`;
}

/** What was renamed, and what was renamed with it. */
export function renamedText(from: string, to: string, { mentions }: PlannedServer): string {
  const done = message("manage.renamed", '"{from}" is now "{to}".', { from, to });
  if (mentions === 0) return done;
  const also =
    mentions === 1
      ? message("manage.mentionsOne", "1 rule or profile that names it was changed, too.")
      : message("manage.mentions", "{count} rules and profiles that name it were changed, too.", { count: mentions });
  return `${done} ${also}`;
}

/** What was moved, and where its secrets are. */
export function movedText(server: string, place: string, { lifted }: PlannedServer): string {
  const done = message("manage.moved", '"{server}" is now in {place}.', { server, place });
  if (lifted.length === 0) return done;
  return `${done} ${message("manage.lifted", "Its secrets are in secret storage; the settings refer to them.")}`;
}
