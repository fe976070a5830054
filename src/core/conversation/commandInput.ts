import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { JsonSchema } from "../catalog/catalog";
import { HubError } from "../kernel/hubError";

/** Splits what follows a chat command into the name (`server__tool`) and the rest, which holds the arguments. */
export function splitCommandInput(input: string): { readonly name: string; readonly rest: string } {
  const [, name = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(input) ?? [];
  if (name === "")
    throw new HubError(
      "bad-arguments",
      message("chat.noToolNamed", "Name a tool: /call server__tool {json} or /call server__tool name=value.", {
        json: '{"name": "value"}',
      }),
    );
  return { name, rest: rest.trim() };
}

/** Parses a JSON object, or `name=value` pairs whose values get the types that the tool's schema defines. */
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
        message(
          "chat.badPairs",
          'The arguments are invalid at "{text}". Enter a JSON object, such as {json}, or pairs such as name=value.',
          { text: rest.slice(at, at + 40), json: '{"name": "value"}' },
        ),
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
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HubError(
      "bad-arguments",
      message(
        "chat.badJson",
        "The arguments are not valid JSON: {reason}. Enter a JSON object, such as {json}, or pairs such as name=value.",
        { reason, json: '{"name": "value"}' },
      ),
      { cause },
    );
  }
}

/** Only quotes can be escaped, so Windows paths need no escaping. */
const unquote = (raw: string): string => raw.slice(1, -1).replaceAll('\\"', '"');

function typed(name: string, raw: string, schema: JsonSchema): unknown {
  const types = typesOf(name, schema);
  if (types.length === 0 || types.includes("string")) return raw;
  try {
    return JSON.parse(raw);
  } catch (cause) {
    throw new HubError(
      "bad-arguments",
      message("chat.wrongType", 'The argument "{name}" must be of type {types}, but "{value}" is not.', {
        name,
        types: types.join(" or "),
        value: raw,
      }),
      { cause },
    );
  }
}

/** The types that the schema allows for one argument; empty if it names none. */
function typesOf(name: string, { properties }: JsonSchema): readonly unknown[] {
  const property = isObject(properties) ? properties[name] : undefined;
  if (!isObject(property)) return [];
  const choices = [property.anyOf, property.oneOf].flat().filter(isObject);
  return [property, ...choices].flatMap(({ type }) => type ?? []);
}
