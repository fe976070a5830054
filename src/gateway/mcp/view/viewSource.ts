import type { Presentation } from "../../../core/calls/presented/presentation";
import type { Catalog, Prompt, Tool } from "../../../core/catalog/catalog";
import type { ClientAnswers } from "../../../core/questions/clientAnswers";
import type { ServerId } from "../../../protocol/hubEvent";

/** The lists of the protocol, by the member of their result. */
export const listKinds = ["tools", "resources", "resourceTemplates", "prompts"] as const;
export type ListKind = (typeof listKinds)[number];

/** What a view is made of. */
export interface ViewSource {
  /** The servers of the hub, in the order of the settings. */
  servers(): readonly ServerId[];
  catalog(server: ServerId, answers?: ClientAnswers): Catalog;
  /** Whether models do not get an entry, because it changed since somebody agreed to it. */
  withholds(server: ServerId, kind: "tool" | "prompt", entry: Tool | Prompt): boolean;
  isRead(server: ServerId, tool: Tool): boolean;
  /** How a tool is presented; `undefined`, or missing: as its server offers it. */
  presentation?(server: ServerId, tool: Tool, answers?: ClientAnswers): Presentation | undefined;
  /** Counts what may have changed any view. */
  version(): number;
}
