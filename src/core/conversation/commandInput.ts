import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { JsonSchema } from "../catalog/catalog";
import { HubError } from "../kernel/hubError";
import { parseJson } from "../kernel/json/exactJson";

/**
 * Splits what follows a chat command into the name (`server__tool`) and the rest, which holds the arguments. A name with spaces is in
 * quotes, or one of `known`.
 */
export function splitCommandInput(
  input: string,
  known: readonly string[] = [],
): { readonly name: string; readonly rest: string } {
  const text = input.trim();
  const whole = known
    .filter((one) => text.startsWith(one) && /^(\s|$)/.test(text.slice(one.length)))
    .reduce((longest, one) => (one.length > longest.length ? one : longest), "");
  if (whole !== "") return { name: whole, rest: text.slice(whole.length).trim() };
  const [, quoted, plain = "", rest = ""] = /^(?:"([^"]+)"(?=\s|$)|(\S*))\s*([\s\S]*)$/.exec(text) ?? [];
  const name = quoted ?? plain;
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
    return { ...Object(parseJson(text)) };
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
    return parseJson(raw);
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
