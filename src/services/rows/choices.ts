import type { Catalog, JsonSchema, Tool } from "../../core/catalog/catalog";
import type { ServiceMethod } from "../../core/config/schema/options/serviceRows";
import { isObject } from "../../protocol/isObject";
import { filled } from "./filled";
import type { Row, Variables } from "./row";

/** What a server offers, as far as rows look at it. */
export type Offer = Pick<Catalog, "tools" | "resources" | "resourceTemplates">;

/** A row that fits what a server offers, with the tool that it uses there. */
export interface Choice {
  readonly row: Row;
  /** Missing where the row reads a resource. */
  readonly tool?: Tool;
  /** What stands before the names of all tools of the server: a gateway's mark, or nothing. */
  readonly prefix: string;
  /** The tool has one of its older names. */
  readonly isOlder: boolean;
}

/** The rows that fit, best first: those of the person, those whose tools have just their names, then those behind a gateway's prefix. */
export function choices(
  all: readonly Row[],
  method: ServiceMethod,
  offer: Offer,
  variables: Variables,
): readonly Choice[] {
  const fitting = all
    .filter((row) => row.method === method && takes(row, variables))
    .flatMap((row) => choiceOf(row, offer, variables) ?? []);
  const own = fitting.filter(({ row }) => row.kind === ownKind);
  const others = fitting.filter(({ row }) => row.kind !== ownKind);
  return [...own, ...others.filter(({ prefix }) => prefix === ""), ...others.filter(({ prefix }) => prefix !== "")];
}

/** The first row that fits what a server offers for some arguments, whatever a caller will give. */
export function ableBy(all: readonly Row[], methods: readonly ServiceMethod[], offer: Offer): Choice | undefined {
  for (const row of all) {
    const choice = methods.includes(row.method) ? choiceOf(row, offer, {}) : undefined;
    if (choice) return choice;
  }
  return undefined;
}

/** The kind of a row that a person has written. */
export const ownKind = "mcpHub.services";

const takes = ({ given = [], cannot = [] }: Row, variables: Variables): boolean =>
  given.every((name) => variables[name] !== undefined) && cannot.every((name) => variables[name] === undefined);

function choiceOf(row: Row, offer: Offer, variables: Variables): Choice | undefined {
  if (row.resource !== undefined)
    return offersResource(row.resource, offer, variables) ? { row, prefix: "", isOlder: false } : undefined;
  const { requires = [], lacks = [] } = row;
  for (const [index, name] of row.tools.entries())
    for (const { tool, prefix } of named(offer.tools, name)) {
      const has = (other: string) => offer.tools.some((one) => one.name === `${prefix}${other}`);
      if (requires.every(has) && !lacks.some(has) && missingArguments(tool.inputSchema, row.args).length === 0)
        return { row, tool, prefix, isOlder: index > 0 };
    }
  return undefined;
}

/** The tools of this name, with what a gateway has put before it. A name of one word is too common to be found behind a single sign. */
export function named(
  tools: readonly Tool[],
  name: string,
): readonly { readonly tool: Tool; readonly prefix: string }[] {
  const mark = /[_-]|[a-z][A-Z]/.test(name) ? /(?:__|[_./:-])$/ : /(?:__|[./:])$/;
  return tools
    .flatMap((tool) => {
      if (!tool.name.endsWith(name)) return [];
      const prefix = tool.name.slice(0, tool.name.length - name.length);
      return prefix === "" || mark.test(prefix) ? [{ tool, prefix }] : [];
    })
    .toSorted((one, other) => one.prefix.length - other.prefix.length);
}

/** The arguments that a row needs and a tool does not have. A schema that names no argument says nothing about it. */
export function missingArguments({ properties }: JsonSchema, args: Row["args"]): readonly string[] {
  if (!isObject(properties)) return [];
  return Object.keys(args).filter((name) => !name.endsWith("?") && !Object.hasOwn(properties, name));
}

const anyVariable = /\{[^{}]*\}/g;

/** A server offers a resource by its address, or by a template of the same form. */
function offersResource(address: string, { resources, resourceTemplates }: Offer, variables: Variables): boolean {
  const [form, uri] = [address.replace(anyVariable, "{}"), filled(address, variables)];
  return (
    resourceTemplates.some(({ uriTemplate }) => uriTemplate.replace(anyVariable, "{}") === form) ||
    resources.some((resource) => resource.uri === uri)
  );
}
