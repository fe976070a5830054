import { isObject } from "../../protocol/isObject";
import type { JsonSchema } from "../catalog/catalog";
import { HubError } from "../kernel/hubError";

const usage = 'Write /call server__tool {"name": "value"} or /call server__tool name=value.';

/** `server__tool` and the rest of the line, which holds the arguments. */
export function splitCommandInput(line: string): { readonly tool: string; readonly rest: string } {
  const [, tool = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  if (tool === "") throw new HubError("bad-arguments", `No tool was named. ${usage}`);
  return { tool, rest: rest.trim() };
}

/** A JSON object, or `name=value` pairs whose values take the type that the tool's schema gives them. */
export function parseArguments(rest: string, schema: JsonSchema): Readonly<Record<string, unknown>> {
  if (rest === "") return {};
  if (rest.startsWith("{")) return parseObject(rest);
  const args: Record<string, unknown> = {};
  const pair = /([^\s=]+)=("(?:\\"|[^"])*"|'[^']*'|\S*)(?:\s+|$)/y;
  while (pair.lastIndex < rest.length) {
    const at = pair.lastIndex;
    const [, name, raw] = pair.exec(rest) ?? [];
    if (name === undefined || raw === undefined) {
      throw new HubError(
        "bad-arguments",
        `The arguments cannot be read from "${rest.slice(at, at + 40)}" on. ${usage}`,
      );
    }
    args[name] = /^["']/.test(raw) ? unquote(raw) : typed(name, raw, schema);
  }
  return args;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HubError("bad-arguments", `The arguments are not JSON: ${why}. ${usage}`, { cause });
  }
}

/** Only a quote is escaped, so that a Windows path can be written as it is. */
const unquote = (raw: string): string => raw.slice(1, -1).replaceAll('\\"', '"');

function typed(name: string, raw: string, schema: JsonSchema): unknown {
  const types = typesOf(name, schema);
  if (types.length === 0 || types.includes("string")) return raw;
  try {
    return JSON.parse(raw);
  } catch (cause) {
    throw new HubError("bad-arguments", `"${name}" must be ${types.join(" or ")}, and "${raw}" is not.`, { cause });
  }
}

/** The types that the schema allows for one argument; none where it does not say. */
function typesOf(name: string, { properties }: JsonSchema): readonly unknown[] {
  const property = isObject(properties) ? properties[name] : undefined;
  if (!isObject(property)) return [];
  const choices = [property.anyOf, property.oneOf].flat().filter(isObject);
  return [property, ...choices].flatMap(({ type }) => type ?? []);
}
