import type { ErrorView } from "../../../protocol/hubErrorCode";
import type { ServerId } from "../../../protocol/hubEvent";
import type { ServerLogLevel } from "../../../protocol/serverLogLevel";
import type { ServerConfig } from "./serverConfig";
import type { SettingsLocation } from "./settingsLocation";

/** What an entry runs or contacts, as written. */
export type LaunchConfig = ServerConfig & {
  /**
   * Set in Restricted Mode for an entry that depends on the workspace's folder: it starts in the home folder, and is refused if it names
   * the workspace's folder. It is part of what decides how a server runs, so that granting trust restarts the server.
   */
  readonly restricted?: true;
};

/** One server as the settings of all scopes define it together, and where it is defined. Its variables are not filled in yet. */
export interface ServerDefinition extends SettingsLocation {
  readonly id: ServerId;
  /** The entry's name in the settings, if it differs from the id. */
  readonly key?: string;
  readonly label: string;
  readonly enabled: boolean;
  /** The narrower location that decides `enabled`, if it differs from where the entry is defined. */
  readonly enabledAt?: SettingsLocation;
  readonly entry:
    | { readonly kind: "valid"; readonly config: LaunchConfig }
    /** A bad entry affects only itself: the tree shows what is wrong, and nothing is started. */
    | { readonly kind: "invalid"; readonly error: ErrorView };
  /** Of a replica: the entry that it is a part of. A person allows the whole entry, and stored secrets are bound to it. */
  readonly whole?: LaunchConfig;
}

/** The entry as it is written, also for one of its replicas; `undefined` if it cannot be read. */
export const writtenEntry = ({ entry, whole }: ServerDefinition): LaunchConfig | undefined =>
  whole ?? (entry.kind === "valid" ? entry.config : undefined);

/** From which level on the entry wants log messages; `undefined` where it says nothing. */
export const configuredLevel = (definition: ServerDefinition | undefined): ServerLogLevel | undefined =>
  definition?.entry.kind === "valid" ? definition.entry.config.logLevel : undefined;
