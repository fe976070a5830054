import type { Caller, Door } from "../../protocol/caller";
import type { PinMode } from "../config/schema/callSettings";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Options } from "../config/schema/settings";

const strictness: Record<PinMode, number> = { off: 0, warn: 1, withhold: 2 };

/** What holds for a server: its entry over the setting. An entry that a workspace brings may only be stricter. */
export function pinModeOf({ pin }: Pick<Options, "pin">, { scope, entry }: ServerDefinition): PinMode {
  const own = entry.kind === "valid" ? entry.config.pin : undefined;
  if (own === undefined) return pin;
  const mayLoosen = scope !== "workspace" && scope !== "folder";
  return mayLoosen || strictness[own] > strictness[pin] ? own : pin;
}

/** Doors behind which a model may choose what is called, or code that the person did not write. */
const modelDoors: ReadonlySet<Door> = new Set<Door>(["chat", "agent", "extension"]);

/** Whether a person, or a script that the person wrote, makes the call: then a change is said, and nothing is withheld. */
export const isOwnCall = ({ caller, byHand }: { readonly caller: Caller; readonly byHand?: true }): boolean =>
  byHand === true || !modelDoors.has(caller.door);
