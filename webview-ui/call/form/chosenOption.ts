import { isJsonList, isJsonObject, type Json, type JsonObject, writeJson } from "../json/exactJson";
import { fieldOf, type Option } from "./field";

/** How deep a value is compared with its options. */
const depthLimit = 6;

/**
 * The option that a value has: the one that the person picked while the value does not speak against it, otherwise the one that it fits
 * best. Without a value and a pick, none.
 */
export function chosenOption(
  options: readonly Option[],
  value: Json | undefined,
  picked: number | undefined,
  root: JsonObject,
): number | undefined {
  const option = picked === undefined ? undefined : options[picked];
  if (value === undefined) return option ? picked : undefined;
  const scores = options.map(({ schema }) => score(schema, value, root, 0));
  const best = Math.max(...scores);
  if (picked !== undefined && option && (best <= 0 || (scores[picked] ?? 0) > 0)) return picked;
  const at = scores.indexOf(best);
  return at === -1 ? undefined : at;
}

/** How well a value fits: more than 0 if nothing speaks against it, and the more the more speaks for it. */
function score(schema: Json, value: Json, root: JsonObject, depth: number): number {
  if (schema === false) return -1;
  if (depth > depthLimit || !isJsonObject(schema)) return 1;
  const { input, nullable } = fieldOf(schema, root);
  if (value === null) return nullable || input.kind === "null" || input.kind === "any" ? 2 : -1;
  switch (input.kind) {
    case "choice": {
      const text = writeJson(value);
      return input.choices.some((choice) => writeJson(choice.value) === text) ? 4 : -1;
    }
    case "text":
    case "file":
      return typeof value === "string" ? 2 : -1;
    case "number":
      if (typeof value === "bigint") return 2;
      if (typeof value !== "number" || (input.integer && !Number.isInteger(value))) return -1;
      return input.integer ? 3 : 2;
    case "boolean":
      return typeof value === "boolean" ? 2 : -1;
    case "null":
      return -1;
    case "any":
      return 1;
    case "union":
      return Math.max(...input.options.map((option) => score(option.schema, value, root, depth + 1)));
    case "list":
      if (!isJsonList(value)) return -1;
      return sum(
        value.slice(0, 20).map((item, at) => score(input.items.first[at] ?? input.items.others, item, root, depth + 1)),
      );
    case "object": {
      if (!isJsonObject(value)) return -1;
      const { properties, required, others } = input.members;
      const known = new Map(properties);
      const isClosed = others === undefined && schema.additionalProperties === false;
      return sum([
        ...[...required].map((name) => (Object.hasOwn(value, name) ? 1 : -1)),
        ...Object.entries(value).map(([name, inner]) => {
          const own = known.get(name);
          return own === undefined ? (isClosed ? -1 : 0) : score(own, inner, root, depth + 1);
        }),
      ]);
    }
  }
}

/** All parts count; one that does not fit makes the whole not fit, and the more the worse. */
function sum(parts: readonly number[]): number {
  const wrong = parts.filter((part) => part < 0);
  if (wrong.length > 0) return -wrong.length;
  return 1 + parts.reduce((all, part) => all + part, 0);
}
