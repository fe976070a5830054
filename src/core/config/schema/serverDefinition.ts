import type { ErrorView } from "../../../protocol/hubErrorCode";
import type { ServerId } from "../../../protocol/hubEvent";
import type { ServerConfig } from "./serverConfig";
import type { SettingsLocation } from "./settingsLocation";

/** What an entry runs or contacts, as it is written. */
export type LaunchConfig = ServerConfig & {
  /**
   * In Restricted Mode, of what would follow the workspace's folder: it starts at home, and is refused where it names
   * the folder. Beside the rest of what decides how a server runs, so that granting trust starts it anew.
   */
  readonly restricted?: true;
};

/**
 * One server as the settings of all scopes together say it, with the place that it is defined in. Variables are not
 * filled in yet.
 */
export interface ServerDefinition extends SettingsLocation {
  readonly id: ServerId;
  /** The entry's name where it is written, if that is not the id. */
  readonly key?: string;
  readonly label: string;
  readonly enabled: boolean;
  /** The narrower place that decides `enabled`, if it is not the one that the entry is defined in. */
  readonly enabledAt?: SettingsLocation;
  readonly entry:
    | { readonly kind: "valid"; readonly config: LaunchConfig }
    /** A bad entry costs only itself: it shows in the tree with what is wrong, and nothing is started. */
    | { readonly kind: "invalid"; readonly error: ErrorView };
}
