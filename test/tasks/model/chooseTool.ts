import { parseJson } from "../../../src/core/kernel/json/exactJson";
import { isObject } from "../../../src/protocol/isObject";
import { unfenced } from "../../support/unfenced";
import type { Offered, Scene, Thought } from "./thought";

/** What the model looks for. */
export interface Sought {
  readonly words: string;
  readonly named?: string | undefined;
  readonly server?: string | undefined;
  readonly avoid: ReadonlySet<string>;
}

/** `mcpHub_searchTickets` and `jira.searchTickets` both say "search ticket". */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.replace(/(?<=...)s$/, ""));

/** Whether a tool takes the server as an argument. */
export const takesServer = ({ inputSchema }: Offered): boolean =>
  isObject(inputSchema.properties) && "server" in inputSchema.properties;

/** The tools that say what is wanted, those first that say the least beside it. */
function fitting<T extends { name: string }>(
  tools: readonly T[],
  sought: Sought,
  isThere: (tool: T) => boolean,
): T | undefined {
  if (sought.named !== undefined) return tools.find(({ name }) => name === sought.named);
  const wanted = wordsOf(sought.words);
  return tools
    .filter((tool) => !sought.avoid.has(tool.name) && isThere(tool))
    .filter(({ name }) => wanted.every((word) => wordsOf(name).includes(word)))
    .toSorted((a, b) => wordsOf(a.name).length - wordsOf(b.name).length)[0];
}

const isOn = (server: string | undefined) => (name: string) => server === undefined || name.startsWith(`${server}__`);

/** A tool for what is wanted: one that is offered, or else one that the hub finds, with its schema. */
export function* chosen(scene: Scene, sought: Sought): Thought<{ tool: Offered | undefined; scene: Scene }> {
  const onServer = isOn(sought.server);
  const offered = fitting(scene.tools, sought, (tool) => onServer(tool.name) || takesServer(tool));
  const canFind = scene.tools.some(({ name }) => name === "mcpHub_findTools");
  if (offered || !canFind) return { tool: offered, scene };
  const query = [sought.words, sought.named, sought.server].filter(Boolean).join(" ");
  const found = yield { kind: "call", calls: [{ name: "mcpHub_findTools", input: { query, limit: 50 } }] };
  const lines = unfenced(found.results[0]?.text ?? "").matchAll(/^([\w-]+__[\w-]+)/gm);
  const best = fitting(
    [...lines].map(([name]) => ({ name })),
    sought,
    ({ name }) => onServer(name),
  );
  if (!best) return { tool: undefined, scene: found };
  const described = yield { kind: "call", calls: [{ name: "mcpHub_describeTool", input: { tool: best.name } }] };
  const about = parseJson(unfenced(described.results[0]?.text ?? "{}"));
  const inputSchema = isObject(about) && isObject(about.inputSchema) ? about.inputSchema : {};
  return { tool: { name: best.name, description: "", inputSchema }, scene: described };
}

/** The one of some names that is most like another. */
export function nearest(names: readonly string[], name: string): string | undefined {
  const common = (other: string) => {
    let length = 0;
    while (length < name.length && name[length] === other[length]) length++;
    return length + wordsOf(other).filter((word) => wordsOf(name).includes(word)).length;
  };
  return names.toSorted((a, b) => common(b) - common(a))[0];
}
