import { chosenOption } from "../../../webview-ui/call/form/chosenOption";
import { fieldOf } from "../../../webview-ui/call/form/field";
import { readTyped, typedText } from "../../../webview-ui/call/form/scalarText";
import { converted, startValue } from "../../../webview-ui/call/form/startValue";
import {
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  writeJson,
} from "../../../webview-ui/call/json/exactJson";

/** Fills in a field as a person does: from what it starts with, by the inputs that it has, until it shows `wanted`. */
export function filled(
  schema: Json | undefined,
  wanted: Json,
  root: JsonObject,
  required: boolean,
  now: Json | undefined = startValue(schema, root),
): Json | undefined {
  const { input, nullable, schema: field } = fieldOf(schema, root);
  // Only what a schema leaves open may have to be written as JSON.
  if (input.kind === "any" && (field.type ?? field.properties ?? field.items) !== undefined)
    throw new Error(`${writeJson(field)} has no input of its own.`);
  if (wanted === null && nullable) return null;
  switch (input.kind) {
    case "text":
    case "number":
    case "any": {
      const typed = readTyped(input, typedText(input, wanted), required);
      if ("problem" in typed) throw new Error(typed.problem);
      return typed.value;
    }
    case "file":
      return wanted;
    case "boolean":
      if (typeof wanted !== "boolean") throw new Error(`A boolean cannot be ${writeJson(wanted)}.`);
      return wanted;
    case "null":
      return null;
    case "choice": {
      const choice = input.choices.find(({ value }) => writeJson(value) === writeJson(wanted));
      if (!choice) throw new Error(`${writeJson(wanted)} is not offered.`);
      return choice.value;
    }
    case "union": {
      const at = chosenOption(input.options, wanted, undefined, root);
      const option = at === undefined ? undefined : input.options[at];
      if (!option) throw new Error(`No option is for ${writeJson(wanted)}.`);
      return filled(option.schema, wanted, root, required, converted(now, option.schema, root));
    }
    case "list": {
      if (!isJsonList(wanted)) throw new Error("A list is wanted.");
      const { first, others, choices } = input.items;
      if (choices && new Set(wanted.map((one) => writeJson(one))).size === wanted.length)
        return wanted.map((one) => choices.find(({ value }) => writeJson(value) === writeJson(one))?.value ?? null);
      return wanted.map((item, at) => filled(first[at] ?? others, item, root, true) ?? null);
    }
    case "object": {
      if (!isJsonObject(wanted)) throw new Error("An object is wanted.");
      const start = isJsonObject(now) ? now : {};
      const { properties, required: needed, others, patterns } = input.members;
      const known = new Map(properties);
      const entries = Object.entries(wanted).map(([name, inner]) => {
        const pattern = Object.entries(patterns).find(([one]) => new RegExp(one, "u").test(name))?.[1];
        const own = known.get(name) ?? pattern ?? others;
        if (own === undefined) throw new Error(`There is no way to enter "${name}".`);
        const from = Object.hasOwn(start, name) ? start[name] : undefined;
        return [name, filled(own, inner, root, needed.has(name), from ?? startValue(own, root))] as const;
      });
      return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    }
  }
}
