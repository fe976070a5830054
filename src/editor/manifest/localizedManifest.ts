/** The keys of the manifest whose text a person reads. */
const readByPerson: ReadonlySet<string> = new Set([
  "title",
  "contents",
  "description",
  "markdownDescription",
  "enumDescriptions",
  "markdownEnumDescriptions",
  "enumItemLabels",
  "deprecationMessage",
  "markdownDeprecationMessage",
  "errorMessage",
  "patternErrorMessage",
  "displayName",
  "userDescription",
  "label",
]);

/** What a model reads stays English, and values are not texts. `modelDescription` is not in the list above. */
const leftAlone: ReadonlySet<string> = new Set(["disambiguation", "inputSchema", "default", "enum", "body", "when"]);

/** Keys that do not say what a text is about. */
const structural: ReadonlySet<string> = new Set([
  "contributes",
  "configuration",
  "properties",
  "items",
  "additionalProperties",
  "anyOf",
  "defaultSnippets",
  "markdownDescription",
]);

/** A part of package.json whose texts are keys in percent signs, which VS Code replaces, and the English text of each key. */
export interface LocalizedManifest<Part> {
  readonly part: Part;
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * Takes the texts for people out of a part of package.json. A text's key is its place, such as `mcpHub.servers.cwd`. A text that several
 * places have under one name has one key. Where one place has several texts, as the variants of an entry have, each key also has the first
 * words of its text, so that another variant never takes over the translation of its neighbor.
 */
export function localizedManifest<Part>(part: Part): LocalizedManifest<Part> {
  const places = placesOf(part);
  const textsOfPlace = new Map<string, Set<string>>();
  for (const [text, place] of places.values())
    textsOfPlace.set(place, (textsOfPlace.get(place) ?? new Set<string>()).add(text));
  const keys = new Map<string, string>();
  const texts: Record<string, string> = {};
  for (const [named, [text, place]] of places) {
    const key = textsOfPlace.get(place)?.size === 1 ? place : `${place}.${firstWords(text)}`;
    if (Object.hasOwn(texts, key)) throw new Error(`Two texts of the manifest have the key "${key}".`);
    keys.set(named, key);
    texts[key] = text;
  }
  const localized = walked(part, [], (text, path) => `%${keys.get(nameAndText(text, path))}%`);
  return { part: localized as Part, texts };
}

/** Each text with the first place that it has under its name. */
function placesOf(part: unknown): ReadonlyMap<string, readonly [text: string, place: string]> {
  const found = new Map<string, readonly [text: string, place: string]>();
  walked(part, [], (text, path) => {
    const named = nameAndText(text, path);
    if (!found.has(named)) found.set(named, [text, path.join(".")]);
    return text;
  });
  return found;
}

type Path = readonly string[];

const nameAndText = (text: string, path: Path): string => JSON.stringify([path.join(".").split(".").at(-1), text]);

/** A copy in which each text for people is what `put` makes of it. */
function walked(value: unknown, path: Path, put: (text: string, path: Path) => string, key = ""): unknown {
  // The name of a view is a text; the name of a tool or of a participant is what it is called by.
  const isRead = readByPerson.has(key) || (key === "name" && path[0] === "views");
  if (typeof value === "string") return isRead && isText(value) ? put(value, path) : value;
  if (Array.isArray(value)) return value.map((item) => walked(item, [...path, ...nameOf(item)], put, key));
  if (typeof value !== "object" || value === null) return value;
  const inner = (name: string, part: unknown): unknown => {
    if (leftAlone.has(name)) return part;
    const values: unknown = "enum" in value && name === "enumDescriptions" ? value.enum : undefined;
    if (Array.isArray(values) && Array.isArray(part))
      return part.map((text, index) => walked(text, [...path, String(values[index])], put, name));
    return walked(part, structural.has(name) ? path : [...path, name], put, name);
  };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(name, part)]));
}

/** The product's name is the same in every language. */
const isText = (text: string): boolean => text !== "MCP Hub" && text !== "";

/** What an item of a list is called, where something says it. */
function nameOf(item: unknown): Path {
  if (typeof item !== "object" || item === null) return [];
  const { command, id, name } = item as Readonly<Record<string, unknown>>;
  const called = command ?? id ?? name;
  return typeof called === "string" ? [called.replace("mcpHub.", "")] : [];
}

const firstWords = (text: string): string => (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).slice(0, 6).join("-");
