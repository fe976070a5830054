import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";

/** The status bar item of the profile, as plain data. */
export interface ProfileBarData {
  readonly text: string;
  readonly tooltip: string;
  readonly attention: boolean;
}

/** What holds in this window. */
export interface ProfileState {
  /** The names of the profiles of the settings. */
  readonly profiles: readonly string[];
  /** The one that holds; `undefined`: none. */
  readonly profile: string | undefined;
  readonly isMissing: boolean;
}

/** The item; `undefined` where there is nothing to switch. */
export function profileBarData({ profiles, profile, isMissing }: ProfileState): ProfileBarData | undefined {
  if (profiles.length === 0 && profile === undefined) return undefined;
  if (profile === undefined)
    return {
      text: `$(list-filter) ${message("profile.none", "All Servers")}`,
      tooltip: message("profile.noneTooltip", "MCP Hub: no profile limits the servers. Click to choose one."),
      attention: false,
    };
  return {
    text: `$(list-filter) ${safeLine(profile, 40)}`,
    tooltip: isMissing
      ? missingProfileText(profile)
      : message("profile.tooltip", 'MCP Hub: the profile "{profile}" applies in this workspace. Click to switch.', {
          profile: safeLine(profile, 80),
        }),
    attention: isMissing,
  };
}

/** The profile beside the title of the tree. */
export const profileText = (profile: string): string =>
  message("profile.title", "Profile: {profile}", { profile: safeLine(profile, 40) });

/** Why nothing is on. */
export const missingProfileText = (profile: string): string =>
  message(
    "profile.missing",
    'The profile "{profile}" is not in the settings anymore, or has a mistake, so no server runs. Switch to another profile, or correct "mcpHub.profiles".',
    { profile: safeLine(profile, 80) },
  );
