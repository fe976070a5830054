import type { Scope } from "../../../protocol/hubEvent";

/** A place where settings are written. */
export interface SettingsLocation {
  readonly scope: Scope;
  /** Tells two locations of one scope apart: the path of the workspace, of its folder, or of the file; of a file of another app that is followed, its path. */
  readonly source?: string;
}

/** From the widest to the narrowest: the narrower scope wins. */
export const scopeOrder: readonly Scope[] = ["followed", "user", "remote", "file", "workspace", "folder"];

/** Whether settings from there came with the workspace, so that Restricted Mode must not use them. */
export const isFromWorkspace = ({ scope }: SettingsLocation): boolean => scope === "workspace" || scope === "folder";

/** Only the location, from a value that includes one. */
export const locationOf = ({ scope, source }: SettingsLocation): SettingsLocation => ({
  scope,
  ...(source !== undefined && { source }),
});

/** Whether two locations are the same. */
export const sameLocation = (one: SettingsLocation, other: SettingsLocation): boolean =>
  one.scope === other.scope && one.source === other.source;
