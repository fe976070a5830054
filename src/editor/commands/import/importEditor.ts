import type { ImportSource } from "../../../core/apps/import/candidate";
import type { SettingsLocation } from "../../../core/config/schema/settingsLocation";
import { hasWorkspaceSettings, workspaceLocation } from "../../settings/workspaceLocation";
import type { CommandPorts } from "../commandPorts";
import { followSources } from "./followCommand";
import { openRow } from "./openRow";
import type { Row } from "./pickCandidates";

/** What the import needs of the editor beside its screen. */
export interface ImportEditor {
  /** Whether there are workspace settings to choose. */
  hasWorkspace(): boolean;
  /** Where the workspace settings are. */
  workspace(): SettingsLocation | undefined;
  /** Opens the file of a row at its place. */
  open(row: Row): Promise<void>;
  /** Follows files from now on. */
  follow(sources: readonly ImportSource[]): Promise<void>;
}

export const importEditor = (ports: CommandPorts): ImportEditor => ({
  hasWorkspace: hasWorkspaceSettings,
  workspace: workspaceLocation,
  open: openRow,
  follow: (sources) => followSources(ports, sources),
});
