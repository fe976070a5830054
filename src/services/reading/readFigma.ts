import { parse } from "yaml";
import { isYamlTooDeep } from "../../core/kernel/json/yamlNesting";
import { isObject } from "../../protocol/isObject";
import { all, at, listAt, type ReadPage, textAt, textOf, textOrNull, unwrapped } from "./found";
import type { Opened } from "./openedResult";

/** The longest YAML that is read, in characters. */
const yamlLimit = 2 * 1024 * 1024;

type Variables = Readonly<Record<string, unknown>>;

/** A file with its pages, as Framelink writes it: JSON, YAML, or a tree. */
export function readFile(result: Opened, { fileKey }: Variables): ReadPage | undefined {
  const data = fileData(result);
  const nodes = listAt(data, "nodes");
  const pages =
    nodes &&
    all(
      nodes.filter((node) => textAt(node, "type") === "CANVAS"),
      pageOf,
    );
  if (!pages) return undefined;
  const lastModified = textOrNull(data, "metadata.lastModified", "lastModified");
  return { items: [{ fileKey, name: textOrNull(data, "metadata.name", "name"), pages, lastModified }] };
}

/** The components of a file. */
export function readComponents(result: Opened): ReadPage | undefined {
  const data = fileData(result);
  const list = at(data, "metadata.components");
  if (!isObject(list)) return listAt(data, "nodes") && { items: [] };
  const items = all(Object.entries(list), ([id, component]) => componentOf(component, id));
  return items && { items, total: items.length };
}

/** The published components of a file, as Figma's own server lists them. */
export function readPublished({ value }: Opened): ReadPage | undefined {
  const list = listAt(unwrapped(value), "components", "");
  const items = list && all(list, (component) => componentOf(component));
  return items && { items };
}

/** The pages of a file as elements: what Figma's own server calls metadata. */
export function readOutline({ text }: Opened, { fileKey }: Variables): ReadPage | undefined {
  if (!/^\s*<\w/.test(text)) return undefined;
  const pages = [...text.matchAll(/<canvas((?:\s+[\w-]+="[^"<>]*")*)\s*\/?>/g)].map(([, attributes = ""]) => ({
    id: attribute(attributes, "id"),
    name: attribute(attributes, "name"),
  }));
  const known = all(pages, pageOf);
  return known?.length ? { items: [{ fileKey, name: null, pages: known, lastModified: null }] } : undefined;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'" };

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`)
    .exec(attributes)?.[1]
    ?.replace(/&([a-z]+|#39);/g, (whole, entity: string) => entities[entity] ?? whole);

function pageOf(node: unknown) {
  const [id, name] = [textAt(node, "id"), textAt(node, "name")];
  return id === undefined ? undefined : { id, name: name ?? "" };
}

function componentOf(component: unknown, known?: string) {
  const id = textAt(component, "id", "nodeId", "node_id") ?? known;
  const name = textAt(component, "name", "componentName");
  return id === undefined || name === undefined
    ? undefined
    : { id, key: textOrNull(component, "key", "componentKey"), name };
}

/** What Framelink's answer says, in whichever of its forms. */
function fileData({ value, text }: Opened): unknown {
  if (value !== undefined) return value;
  return text.startsWith("NAME: ") ? treeData(text) : text.startsWith("metadata:") ? yamlData(text) : undefined;
}

function yamlData(text: string): unknown {
  if (text.length > yamlLimit || isYamlTooDeep(text)) return undefined;
  try {
    return parse(text, { maxAliasCount: 0, schema: "core", logLevel: "silent" });
  } catch {
    return undefined;
  }
}

/** The tree has its name on its first line, its components as YAML, then a line for each layer; pages stand at the margin. */
function treeData(text: string): unknown {
  const begin = /^NODES:$/m.exec(text);
  if (!begin) return undefined;
  const head = text.slice(0, begin.index);
  const name = /^NAME: ("(?:[^"\\\n]|\\.)*")$/m.exec(head)?.[1];
  const components = /^COMPONENTS:\n((?:(?!\S+:\n\S)[\s\S])*?)(?=^[A-Z_ ]+:$|(?![\s\S]))/m.exec(head)?.[1];
  const nodes = [...text.slice(begin.index).matchAll(/^\[(\w+)\](?: "(.*)")? #(\S+)/gm)];
  return {
    metadata: {
      ...(name !== undefined && { name: textOf(JSON.parse(name)) }),
      ...(components !== undefined && { components: yamlData(components) }),
    },
    nodes: nodes.map(([, type, name = "", id]) => ({ type, name, id })),
  };
}
