import type { Candidate } from "../../core/apps/import/candidate";
import { differencesText } from "../../core/apps/import/verdictText";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { type SettingsLocation, sameLocation, scopeOrder } from "../../core/config/schema/settingsLocation";
import type { ConnectionState } from "../../protocol/connectionState";
import type { ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import { shortState } from "../../protocol/summary";
import { capitalized } from "../commands/import/importText";
import type { AppEntryTarget, CommandId } from "../manifest/commandTable";
import { itemText } from "../ui/plainText";

/** A text above an entry; with a command it can be chosen. */
export interface EntryLens {
  readonly title: string;
  readonly command?: CommandId;
  readonly argument?: string | AppEntryTarget;
}

/** The server of an entry in a settings file. */
export interface EntryOwner {
  readonly definition: ServerDefinition;
  /** Another settings file has the server of this name: what stands here changes nothing. */
  readonly isOverridden: boolean;
}

/** Which server an entry with this name is, in the settings of a location. */
export function ownerOf(
  name: string,
  location: SettingsLocation,
  definitions: readonly ServerDefinition[],
): EntryOwner | undefined {
  const own = definitions.find((one) => (one.key ?? one.id) === name && sameLocation(one, location));
  if (own) return { definition: own, isOverridden: false };
  // The entry changes a server of a wider scope, or a narrower one replaces it.
  const definition = definitions.find(({ id }) => id === name);
  if (!definition) return undefined;
  return { definition, isOverridden: rank(definition) > rank(location) };
}

const rank = ({ scope }: SettingsLocation): number => scopeOrder.indexOf(scope);

/** The state of a server, and what can be done about it. */
export function serverLenses(server: ServerView): readonly EntryLens[] {
  const { id, state } = server;
  return [
    { title: `${icons[state.kind]} ${itemText(shortState(server), 100)}` },
    ...actionsIn(state).map((action): EntryLens => ({ ...actions[action](), argument: id })),
  ];
}

const icons: Readonly<Record<ConnectionState["kind"], string>> = {
  stopped: "$(circle-large-outline)",
  starting: "$(sync)",
  waiting: "$(sync)",
  "needs-auth": "$(sign-in)",
  "needs-consent": "$(shield)",
  ready: "$(pass)",
  failed: "$(error)",
};

type Action = "start" | "stop" | "restart" | "enable" | "signIn" | "review" | "diagnose" | "show";

function actionsIn(state: ConnectionState): readonly Action[] {
  switch (state.kind) {
    case "stopped":
      return [state.reason === "disabled" ? "enable" : "start", "show"];
    case "starting":
    case "waiting":
      return ["stop", "restart", "show"];
    case "needs-auth":
      return ["signIn", "stop", "show"];
    case "needs-consent":
      return ["review", "show"];
    case "ready":
      return ["stop", "restart", "show"];
    case "failed":
      return ["restart", "diagnose", "show"];
  }
}

const actions: Readonly<Record<Action, () => Required<Pick<EntryLens, "title" | "command">>>> = {
  start: () => ({ title: message("lens.start", "Start"), command: "mcpHub.connectServer" }),
  stop: () => ({ title: message("lens.stop", "Stop"), command: "mcpHub.disconnectServer" }),
  restart: () => ({ title: message("lens.restart", "Restart"), command: "mcpHub.restartServer" }),
  enable: () => ({ title: message("lens.enable", "Enable"), command: "mcpHub.enableServer" }),
  signIn: () => ({ title: message("lens.signIn", "Sign In"), command: "mcpHub.signIn" }),
  review: () => ({ title: message("lens.review", "Review"), command: "mcpHub.reviewServers" }),
  diagnose: () => ({ title: message("lens.diagnose", "Diagnose"), command: "mcpHub.diagnose" }),
  show: () => ({ title: message("lens.show", "Show"), command: "mcpHub.showServer" }),
};

/** For an entry that another settings file replaces. */
export const overriddenLenses = ({ id, scope }: ServerDefinition): readonly EntryLens[] => [
  {
    title:
      scope === "remote"
        ? message("lens.overriddenRemote", "Not used: the remote settings replace it")
        : scope === "folder"
          ? message("lens.overriddenFolder", "Not used: the settings of a folder replace it")
          : message("lens.overriddenWorkspace", "Not used: the workspace settings replace it"),
    command: "mcpHub.openServerSettings",
    argument: id,
  },
];

/** What the hub can do with a server in a file of another app. */
export function importLenses({ verdict, hubServer, source, entry }: Candidate): readonly EntryLens[] {
  const argument: AppEntryTarget = { file: source.file.path, path: entry.path };
  const command = "mcpHub.importServers" as const;
  switch (verdict.kind) {
    case "new":
      return [{ title: message("lens.import", "Import into MCP Hub"), command, argument }];
    case "same":
      return [
        hubServer
          ? {
              title: message("lens.isHere", 'Already in MCP Hub as "{name}"', { name: itemText(verdict.as, 80) }),
              command: "mcpHub.openServerSettings",
              argument: hubServer.id,
            }
          : { title: message("lens.twin", 'The same server as "{name}"', { name: itemText(verdict.as, 80) }) },
      ];
    case "differs":
    case "drifted": {
      const values = { name: itemText(verdict.as, 80), what: itemText(differencesText(verdict.what), 100) };
      return [
        { title: message("lens.import", "Import into MCP Hub"), command, argument },
        {
          title:
            verdict.kind === "drifted"
              ? message("lens.drifted", 'Changed since it was imported as "{name}": {what}', values)
              : message("lens.differs", 'Differs from "{name}": {what}', values),
          ...(hubServer && { command: "mcpHub.openServerSettings" as const, argument: hubServer.id }),
        },
      ];
    }
    case "cannot":
      return [
        {
          title: message("lens.cannot", "Cannot be imported into MCP Hub: {why}", {
            why: itemText(capitalized(verdict.words), 150),
          }),
        },
      ];
  }
}
