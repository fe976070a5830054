import type { ServerId } from "../../protocol/hubEvent";
import type { Catalog, Prompt, Tool } from "../catalog/catalog";
import { inSlices } from "../kernel/timeSlices";
import { type NewPin, type Pin, type PinSubject, pinLimits, subjectKey } from "./pinStore";
import { entryOf, type Present } from "./present";

export interface UnaskedParts {
  readonly server: ServerId;
  readonly catalog: Catalog;
  /** What is pinned already. */
  readonly pins: ReadonlyMap<string, Pin>;
  readonly neverAsks: (server: ServerId, kind: "tool" | "prompt", entry: Tool | Prompt) => boolean;
  readonly pinOf: (subject: PinSubject, present: Present, keepsText: boolean) => NewPin;
  /** Whether the server is still part of the hub. */
  readonly isThere: () => boolean;
}

/**
 * The tools and prompts that are new and that a model may use without a question: nobody will look at them, so their first listing counts.
 * Collected in time slices, since a server may list thousands.
 */
export async function unaskedPins(parts: UnaskedParts): Promise<readonly NewPin[]> {
  const { server, catalog, pins, neverAsks, pinOf, isThere } = parts;
  const entries = [
    ...catalog.tools.map((entry) => ({ kind: "tool", entry }) as const),
    ...catalog.prompts.map((entry) => ({ kind: "prompt", entry }) as const),
  ];
  const room = Math.max(0, pinLimits.pins - pins.size);
  const added: NewPin[] = [];
  let texts = 0;
  for await (const { kind, entry } of inSlices(entries)) {
    if (added.length >= room || !isThere()) break;
    const subject = { kind, name: entry.name };
    const present = pins.has(subjectKey(subject)) ? undefined : entryOf(kind, entry);
    if (!present || !neverAsks(server, kind, entry)) continue;
    const pin = pinOf(subject, present, texts < pinLimits.textsOfServer);
    texts += pin.text?.length ?? 0;
    added.push(pin);
  }
  return added;
}
