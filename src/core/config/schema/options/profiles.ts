import * as z from "zod";
import type { Scope } from "../../../../protocol/scope";

/** How large profiles may be. Patterns are compared without regular expressions, so these bound the time as well. */
export const profileBounds = { profiles: 100, patterns: 500, pattern: 500 } as const;

/** A profile's name stands in an address (`/mcp/p/<name>`), so it has no characters that are encoded there. */
export const profileName = /^[A-Za-z0-9][\w.-]{0,63}$/;

const patterns = z.array(z.string().min(1).max(profileBounds.pattern)).max(profileBounds.patterns).optional();
const toolPatterns = z
  .array(
    z
      .string()
      .max(profileBounds.pattern)
      .regex(/^.+\/.+$/),
  )
  .max(profileBounds.patterns)
  .optional();

/** A choice of servers and tools. What is left out limits nothing. */
export const Profile = z
  .strictObject({
    servers: patterns.describe("The servers, by their names in the settings; `*` stands for any text."),
    tools: toolPatterns.describe(
      "The tools, each as `server/tool`; `*` stands for any text. A server that no entry names offers none of its tools.",
    ),
    without: toolPatterns.describe(
      "Tools that are left out, each as `server/tool`; `*` stands for any text. This wins over `tools`.",
    ),
    readOnly: z
      .boolean()
      .optional()
      .describe("Only tools that change nothing: those that you mark so, and those that a server you trust marks so."),
  })
  .describe("A choice of servers and tools, for clients of the gateway and for workspaces (Switch Profile…).");
export type Profile = z.infer<typeof Profile>;

export const Profiles = z
  .record(z.string().regex(profileName), Profile)
  .refine((profiles) => Object.keys(profiles).length <= profileBounds.profiles, {
    message: `at most ${profileBounds.profiles} profiles`,
  });

/** The choices of servers and tools, by name. */
export type Profiles = Readonly<Record<string, Profile>>;

/** What a profile allows; `undefined` if there is none of this name, which must not allow more. */
export function profileNamed(profiles: Profiles, name: string): Scope | undefined {
  if (!Object.hasOwn(profiles, name)) return undefined;
  const { servers, tools, without, readOnly } = profiles[name] ?? {};
  return {
    ...(servers && { servers }),
    ...(tools && { tools }),
    ...(without && { without }),
    ...(readOnly !== undefined && { readOnly }),
  };
}
