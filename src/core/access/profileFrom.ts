import type { ServerId } from "../../protocol/hubEvent";
import type { Scope } from "../../protocol/scope";
import { type ChoiceRule, toolsOnly } from "./switches";

/**
 * The profile of what is on now. `servers`: those that are there. `off`: the tools that are off, each as `server/tool`. Tools that a server
 * gets later are on, as they are without a profile, unless a pattern turns them off.
 */
export function profileFrom(
  { profile, workspace, everywhere }: ChoiceRule,
  servers: readonly ServerId[],
  off: readonly string[],
): Scope {
  const switches = [workspace, everywhere];
  // A profile has no exceptions from its patterns, so with one they are written out.
  const hasExceptions = switches.some(({ single }) => Object.values(single).includes("on"));
  const patterns = hasExceptions ? [] : switches.flatMap((one) => one.patterns).map(withoutKind);
  const { tools, without = [], readOnly } = profile?.scope ?? {};
  const left = [...new Set([...without, ...patterns, ...off])];
  return {
    servers: [...servers],
    ...(tools && { tools }),
    ...(left.length > 0 && { without: left }),
    ...(readOnly !== undefined && { readOnly }),
  };
}

/** What a profile leaves out is tools alone, and is written without a word for that. */
const withoutKind = (pattern: string): string =>
  pattern.startsWith(toolsOnly) ? pattern.slice(toolsOnly.length) : pattern;
