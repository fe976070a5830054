import { isObject } from "../../../protocol/isObject";
import type { Catalog, JsonSchema, Tool } from "../../catalog/catalog";
import { toolNamed } from "../../catalog/catalog";
import type { ToolCallSettings } from "../../config/schema/callSettings";
import type { ServerDefinition } from "../../config/schema/serverDefinition";

/** How a tool looks to callers, where the settings of its server change that. */
export interface Presentation {
  /** Its alias, or its own name. */
  readonly name: string;
  readonly description?: string;
  /** Arguments that a caller may leave out. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

type Entry = Pick<ServerDefinition, "entry">;
type Offer = Pick<Catalog, "tools">;

/** How a tool of a server is presented; `undefined` where the settings leave it as it is. The one place where this is decided. */
export function presentationOf(definition: Entry, offer: Offer, tool: Pick<Tool, "name">): Presentation | undefined {
  const said = settingsOf(definition, tool.name);
  if (!said) return undefined;
  const { alias, description, defaults } = said;
  if (alias === undefined && description === undefined && defaults === undefined) return undefined;
  const name = alias === undefined || isTaken(alias, offer, tool.name) ? tool.name : alias;
  return { name, ...(description !== undefined && { description }), ...(defaults && { defaults }) };
}

/** The tools whose alias is the name of another tool that their server offers: they keep their own name. */
export const takenAliases = (
  definition: Entry,
  offer: Offer,
): readonly { readonly tool: string; readonly alias: string }[] =>
  Object.entries(allSettings(definition) ?? {}).flatMap(([tool, { alias }]) =>
    alias !== undefined && isTaken(alias, offer, tool) && toolNamed(offer, tool) ? [{ tool, alias }] : [],
  );

/** The server's own name of the tool that a caller names: a tool of that name comes before an alias. */
export function ownName(definition: Entry, offer: Offer, name: string): string {
  const tools = allSettings(definition);
  if (!tools || toolNamed(offer, name)) return name;
  return aliasesOf(tools).get(name) ?? name;
}

/** The arguments that a caller may leave out when it calls a tool. */
export const defaultsOf = (definition: Entry, tool: string): Presentation["defaults"] =>
  settingsOf(definition, tool)?.defaults;

/** The tool as callers see it. The same values give the same tool, so that an index of tools stays as it is. */
export function presented(tool: Tool, presentation: Presentation | undefined): Tool {
  if (!presentation) return tool;
  const { name, description, defaults } = presentation;
  const before = lastPresented.get(tool);
  if (before?.name === name && before.description === description && before.defaults === defaults) return before.shown;
  const shown = {
    ...tool,
    name,
    ...(description !== undefined && { description }),
    inputSchema: schemaWithDefaults(tool.inputSchema, defaults),
  };
  lastPresented.set(tool, { ...presentation, shown });
  return shown;
}

/** The schema of a tool's arguments, for callers: what has a default need not be given. */
export function schemaWithDefaults(schema: JsonSchema, defaults: Presentation["defaults"]): JsonSchema {
  if (!defaults) return schema;
  const { required, properties, ...rest } = schema;
  const needed = Array.isArray(required)
    ? required.filter((name) => typeof name !== "string" || !Object.hasOwn(defaults, name))
    : required;
  const known = isObject(properties)
    ? Object.entries(properties).map(([name, property]) => [
        name,
        isObject(property) && Object.hasOwn(defaults, name) ? { ...property, default: defaults[name] } : property,
      ])
    : undefined;
  return {
    ...rest,
    ...(properties !== undefined && { properties: known ? Object.fromEntries(known) : properties }),
    // In older drafts of JSON Schema the list must not be empty.
    ...(needed !== undefined && !(Array.isArray(needed) && needed.length === 0) && { required: needed }),
  };
}

const lastPresented = new WeakMap<Tool, Presentation & { readonly shown: Tool }>();

type ToolSettings = Readonly<Record<string, ToolCallSettings>>;

const allSettings = ({ entry }: Entry): ToolSettings | undefined =>
  entry.kind === "valid" ? entry.config.tools : undefined;

function settingsOf(definition: Entry, tool: string): ToolCallSettings | undefined {
  const tools = allSettings(definition);
  return tools && Object.hasOwn(tools, tool) ? tools[tool] : undefined;
}

const isTaken = (alias: string, offer: Offer, tool: string): boolean =>
  alias !== tool && toolNamed(offer, alias) !== undefined;

/** Asked in each call; entries are values, replaced whole. */
function aliasesOf(tools: ToolSettings): ReadonlyMap<string, string> {
  let known = aliases.get(tools);
  if (!known) {
    known = new Map(
      Object.entries(tools).flatMap(([tool, { alias }]): [string, string][] =>
        alias === undefined ? [] : [[alias, tool]],
      ),
    );
    aliases.set(tools, known);
  }
  return known;
}

const aliases = new WeakMap<ToolSettings, ReadonlyMap<string, string>>();
