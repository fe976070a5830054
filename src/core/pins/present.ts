import type { ServerInfo } from "../../protocol/connectionState";
import { asSent, pinnedPart } from "../catalog/asSent";
import { type Catalog, type Prompt, type Tool, toolNamed } from "../catalog/catalog";
import { canonicalText } from "../kernel/canonicalJson";
import type { PinSubject } from "./pinStore";

/** What a server has now under a name: its digest, and its canonical JSON where somebody needs it. */
export interface Present {
  readonly digest: string;
  readonly text: () => string;
}

/** `undefined` where the server does not have it, or it is not known as it was sent. */
export function presentOf(
  catalog: Catalog,
  { instructions = "", instructionsDigest }: Partial<ServerInfo>,
  { kind, name }: PinSubject,
): Present | undefined {
  if (kind !== "instructions")
    return kind === "tool"
      ? entryOf(kind, toolNamed(catalog, name))
      : entryOf(
          kind,
          catalog.prompts.find((one) => one.name === name),
        );
  if (instructionsDigest === undefined) return undefined;
  return { digest: instructionsDigest, text: () => canonicalText({ instructions }) };
}

/** What was remembered from an earlier session is shown as the hub corrected it: it is no longer known as it was sent. */
export function entryOf(kind: "tool" | "prompt", entry: Tool | Prompt | undefined): Present | undefined {
  if (entry?.digest === undefined) return undefined;
  const { digest, meta: _, icon: __, ...corrected } = entry;
  const sent = asSent(entry);
  return { digest, text: () => canonicalText(sent ? pinnedPart(kind, sent) : corrected) };
}
