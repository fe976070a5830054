import type { Scope } from "../../../protocol/hubEvent";

/** One place where settings are written. */
export interface SettingsLocation {
  readonly scope: Scope;
  /** What tells two places of one scope apart: the path of the workspace, of its folder, or of the file. */
  readonly source?: string;
}

/** From the widest to the narrowest: what is written in a later one wins. */
export const scopeOrder: readonly Scope[] = ["user", "remote", "file", "workspace", "folder"];

/** Whether what is written there came with the workspace, so that Restricted Mode must not use it. */
export const isFromWorkspace = ({ scope }: SettingsLocation): boolean => scope === "workspace" || scope === "folder";

/** The place alone, of a value that also is one. */
export const locationOf = ({ scope, source }: SettingsLocation): SettingsLocation => ({
  scope,
  ...(source !== undefined && { source }),
});

export const sameLocation = (one: SettingsLocation, other: SettingsLocation): boolean =>
  one.scope === other.scope && one.source === other.source;
