import type { Following } from "../../../core/config/editing/applyChange";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { withRenamedServer } from "../../callPage/savedCalls";
import type { SavedCallsFile } from "../../callPage/savedCallsFile";
import type { CommandPorts } from "../commandPorts";

type Carrying = Pick<CommandPorts, "launches" | "grants" | "pins" | "imports" | "choice">;

/** The person has the hub change the entry, and knows how: if it may run, it may run as what it becomes. */
export const carriedConsent =
  ({ launches }: Pick<Carrying, "launches">, before: ServerDefinition, after: ServerDefinition): Following =>
  async () => {
    await launches.consent.carry(before, after);
    return async () => {}; // the answer is for exactly this entry, which only the person can make again
  };

/** What was approved of the server stays approved, for the same tools: it is the same server. */
export const carriedApprovals = (
  { grants, pins }: Pick<Carrying, "grants" | "pins">,
  before: ServerDefinition,
  after: ServerDefinition,
): readonly Following[] => [() => grants.carry(before, after), keptPins(pins, before, after)];

/** What was pinned is pinned for what the server becomes; Undo pins it again for what it was. */
export const keptPins =
  (pins: Carrying["pins"], before: ServerDefinition, after?: ServerDefinition): Following =>
  async () => {
    const back = pins.carry(before, after);
    return async () => back();
  };

/** Everything that is remembered for a server that is called otherwise, or is elsewhere. */
export const carriedAll = (
  ports: Carrying,
  before: ServerDefinition,
  after: ServerDefinition | undefined,
): readonly Following[] =>
  after
    ? [
        carriedConsent(ports, before, after),
        ...carriedApprovals(ports, before, after),
        () => ports.imports.origins.carry(before, after),
        () => ports.choice.carry(before.id, after.id),
      ]
    : [];

/** The calls that are saved in the workspace are those of the server under its new name. */
export const renamedCalls =
  (file: SavedCallsFile, from: string, to: string): Following =>
  async () => {
    const rename = async (one: string, other: string) => {
      const before = await file.read();
      const isOther = withRenamedServer(before, one, other) !== before;
      if (file.isThere && isOther) await file.change((text) => withRenamedServer(text, one, other));
    };
    await rename(from, to);
    return () => rename(to, from);
  };
