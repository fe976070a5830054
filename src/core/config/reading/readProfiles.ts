import type { ConfigProblem } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import { Profile, type Profiles, profileBounds, profileName } from "../schema/options/profiles";
import { issueSentence, kindOf } from "./issueSentence";

/**
 * Reads the profiles one by one. Never throws. A profile with a mistake is left out, so that a client that is tied to it gets nothing instead of
 * more than was meant.
 */
export function readProfiles(
  value: unknown,
  report: (path: ConfigProblem["path"], text: string) => void,
): Profiles | undefined {
  if (!isObject(value)) {
    report(
      [],
      message("config.profilesKind", '"mcpHub.profiles" must be an object such as {example}, but it is {kind}.', {
        example: '{"review": {"servers": ["github"], "readOnly": true}}',
        kind: kindOf(value),
      }),
    );
    return undefined;
  }
  const profiles: Record<string, Profile> = {};
  for (const [name, written] of Object.entries(value)) {
    const shown = safeLine(name, 80);
    const parsed = Profile.safeParse(written);
    if (Object.keys(profiles).length === profileBounds.profiles)
      report(
        [name],
        message("config.profileTooMany", 'The profile "{name}" is not used: there are more than {count}.', {
          name: shown,
          count: profileBounds.profiles,
        }),
      );
    else if (!profileName.test(name))
      report(
        [name],
        message(
          "config.profileName",
          '"{name}" cannot be the name of a profile. Use up to 64 letters, digits, ".", "_" and "-".',
          { name: shown },
        ),
      );
    else if (parsed.success) profiles[name] = parsed.data;
    else {
      const [issue] = parsed.error.issues;
      report(
        [name, ...(issue?.path.filter((part) => typeof part !== "symbol") ?? [])],
        message("config.profile", 'The profile "{name}" is not used. {problem}', {
          name: shown,
          problem: issue ? issueSentence(issue, written) : "",
        }),
      );
    }
  }
  return profiles;
}
