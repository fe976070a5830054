import type { CatalogCounts, ServerId } from "../../protocol/hubEvent";

/** A JSON schema from a server; untrusted. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a server claims about its own tool. Claims may tighten a permission; they grant nothing unless the person trusts the server. */
export interface ToolHints {
  readonly readOnly?: boolean;
  readonly destructive?: boolean;
  readonly idempotent?: boolean;
  readonly openWorld?: boolean;
}

/** A tool of a server; untrusted, as everything in a catalog. */
export interface Tool {
  /** The server's name for it: any length, any characters. */
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** A `data:` address. */
  readonly icon?: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  readonly hints: ToolHints;
  /**
   * Its calls may take long and run as tasks: always (`required`), if the caller asks for it (`optional`), or if the server decides so
   * for a call (`unasked`, from revision 2026-07-28 on).
   */
  readonly task?: "required" | "optional" | "unasked";
  /** Additional data of the server (`_meta`), bounded; untrusted. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Of the tool as its server sent it (`asSent`): a SHA-256 in hexadecimal, which changes with everything that a pin holds. */
  readonly digest?: string;
}

export interface Resource {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** A `data:` address. */
  readonly icon?: string;
  readonly mimeType?: string;
  /** Bytes. */
  readonly size?: number;
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface ResourceTemplate {
  /** RFC 6570. */
  readonly uriTemplate: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** A `data:` address. */
  readonly icon?: string;
  readonly mimeType?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface PromptArgument {
  readonly name: string;
  readonly description?: string;
  readonly required?: boolean;
}

export interface Prompt {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** A `data:` address. */
  readonly icon?: string;
  readonly arguments: readonly PromptArgument[];
  /** Additional data of the server (`_meta`), bounded; untrusted. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Of the prompt as its server sent it, as a tool has it. */
  readonly digest?: string;
}

/** Everything that one server offers: every page of every list. */
export interface Catalog {
  readonly tools: readonly Tool[];
  readonly resources: readonly Resource[];
  readonly resourceTemplates: readonly ResourceTemplate[];
  readonly prompts: readonly Prompt[];
  /** The lists that could not be read; missing where all were. */
  readonly missing?: readonly MissingList[];
}

/** The lists of a catalog, each of which is read by a request of its own. */
export type ListName = "tools" | "resources" | "resourceTemplates" | "prompts";

/** A list that a server offers and that could not be read. */
export interface MissingList {
  readonly list: ListName;
  /** Which list it is, and why it is missing, as sentences. */
  readonly text: string;
  /** The server may still answer: it only took longer than the others were made to wait. */
  readonly late?: true;
}

/** The part of a catalog that a `list_changed` notification names. */
export type CatalogPart = "tools" | "resources" | "prompts";

/** The part that a list belongs to. */
export const partOf = (list: ListName): CatalogPart => (list === "resourceTemplates" ? "resources" : list);

/** A tool in the merged list of all servers. */
export interface HubTool {
  /** `server__tool`, as language models see it: at most 64 characters of `[A-Za-z0-9_-]`, unique, stable. */
  readonly modelName: string;
  readonly server: ServerId;
  /** As its server offers it: what is called, pinned and compared with rules. */
  readonly tool: Tool;
  /** As callers see it, where the settings change its name, its description or its defaults; missing: as it is. */
  readonly shown?: Tool;
}

/** A tool as callers see it. */
export const asShown = ({ tool, shown = tool }: Pick<HubTool, "tool" | "shown">): Tool => shown;

export const emptyCatalog: Catalog = { tools: [], resources: [], resourceTemplates: [], prompts: [] };

/** The tool with this name; the first if there are several. Catalogs are values that are replaced as a whole, so each is indexed once. */
export function toolNamed({ tools }: Pick<Catalog, "tools">, name: string): Tool | undefined {
  let named = byName.get(tools);
  if (!named) {
    named = new Map(tools.toReversed().map((tool) => [tool.name, tool]));
    byName.set(tools, named);
  }
  return named.get(name);
}

const byName = new WeakMap<readonly Tool[], ReadonlyMap<string, Tool>>();

/** How much a catalog contains. */
export const countsOf = ({ tools, resources, resourceTemplates, prompts }: Catalog): CatalogCounts => ({
  tools: tools.length,
  resources: resources.length,
  resourceTemplates: resourceTemplates.length,
  prompts: prompts.length,
});
