import { isObject } from "../../../src/protocol/isObject";
import type { Known, Offered } from "./thought";

/** What tools call the same thing. */
const sameName: readonly (readonly string[])[] = [
  ["key", "issueKey", "issue_key"],
  ["channel", "channel_id"],
  ["text", "message", "body", "comment"],
  ["query", "search_query", "q"],
  ["limit", "maxResults", "count", "max_results", "maxCharacters"],
  ["start", "startAt", "start_at"],
  ["projectKey", "project_key"],
  ["issueType", "issue_type"],
  ["threadTs", "thread_ts"],
  ["pageId", "page_id", "content_id"],
];

const propertiesOf = ({ inputSchema }: Offered): Readonly<Record<string, unknown>> =>
  isObject(inputSchema.properties) ? inputSchema.properties : {};

/** What is known as the arguments of a tool, by its schema: under its own names, without what it does not have. */
export function fitted(tool: Offered, facts: Known): Known {
  const properties = Object.keys(propertiesOf(tool));
  if (properties.length === 0) return facts;
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => {
      const names = [name, ...(sameName.find((group) => group.includes(name)) ?? [])];
      const own = names.find((one) => properties.includes(one));
      return own === undefined || value === undefined ? [] : [[own, value]];
    }),
  );
}

/** The arguments with what the failure names put right by the schema; `undefined` where there is nothing that the schema would change. */
export function corrected(tool: Offered, args: Known, failure: string): Known | undefined {
  const [, servers] = /[Ss]everal servers can do [^:]*: (.+?)\. Name one/.exec(failure) ?? [];
  if (servers !== undefined && args.server === undefined) return { ...args, server: servers.split(", ")[0] };
  const fixes = Object.entries(propertiesOf(tool)).flatMap(([name, schema]) => {
    if (!isObject(schema) || !(name in args) || !new RegExp(`\\b${name}\\b`).test(failure)) return [];
    const value = fixed(schema, args[name]);
    return value === args[name] ? [] : [[name, value] as const];
  });
  return fixes.length > 0 ? { ...args, ...Object.fromEntries(fixes) } : undefined;
}

function fixed({ type, minimum, maximum, enum: choices }: Record<string, unknown>, value: unknown): unknown {
  if (Array.isArray(choices) && !choices.includes(value))
    return choices.find((one) => String(one).toLowerCase() === String(value).toLowerCase()) ?? choices[0];
  if (type === "array" && !Array.isArray(value)) return [value];
  if (type === "string" && typeof value === "number") return String(value);
  if ((type === "number" || type === "integer") && Number.isFinite(Number(value)))
    return Math.min(Math.max(Number(value), Number(minimum ?? value)), Number(maximum ?? value));
  return value;
}
