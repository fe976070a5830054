import type { OutputUnit } from "@cfworker/json-schema";
import { message } from "../../protocol/message";
import { percentDecoded } from "../kernel/percentDecoded";

/** Keywords whose mistakes name a property within the place where it is missing, or not known. */
const namesProperty = new Set(["required", "additionalProperties", "unevaluatedProperties"]);

/** The path of the argument that a mistake is about, with points between its names; empty for the arguments as a whole. */
export function mistakePath({ keyword, instanceLocation, error }: OutputUnit): string {
  const named = namesProperty.has(keyword) ? /"([^"]*)"/.exec(error)?.[1] : undefined;
  return [pathOf(instanceLocation), named ?? ""].filter((part) => part !== "").join(".");
}

/** The same as its single names and indexes. */
export function placeOf({ keyword, instanceLocation, error }: OutputUnit): readonly string[] {
  const named = namesProperty.has(keyword) ? /"([^"]*)"/.exec(error)?.[1] : undefined;
  const parts = instanceLocation.split("/").slice(1).map(decodedPart);
  return named === undefined ? parts : [...parts, named];
}

/** The validator writes names as in the fragment of an address (RFC 6901). */
const decodedPart = (part: string): string => percentDecoded(part).replaceAll("~1", "/").replaceAll("~0", "~");

const pathOf = (instanceLocation: string): string => instanceLocation.replace(/^#\/?/, "").replaceAll("/", ".");

/** One mistake in arguments, in plain words: what is wrong where, and what may be there. The validator's error names both. */
export function mistakeText(
  { keyword, instanceLocation, error }: OutputUnit,
  whole = message("catalog.allArguments", "the arguments as a whole"),
): string {
  const path = pathOf(instanceLocation);
  const [first = "", ...others] = [...error.matchAll(/"([^"]*)"/g)].map(([, quoted]) => quoted ?? "");
  const subject = path ? `"${path}"` : whole;
  const count = Number(/[<>] (\d+)\)/.exec(error)?.[1] ?? /(\d+) properties/.exec(error)?.[1]);
  const bound = / (\S+)\.$/.exec(error)?.[1] ?? "";
  switch (keyword) {
    case "required":
      return missing(path, first);
    case "dependentRequired":
    case "dependencies":
      return missing(path, others[0] ?? first);
    case "additionalProperties":
    case "unevaluatedProperties":
      return first
        ? message("catalog.argumentUnknown", '"{name}" is not one of its arguments', { name: first })
        : plain(subject, error);
    case "type":
      return message("catalog.argumentType", "{subject} must be of type {type}, not {found}", {
        subject,
        type: others.join(message("catalog.or", " or ")),
        found: first,
      });
    case "enum":
    case "const":
      return message("catalog.argumentValue", "{subject} must be {values}", { subject, values: valuesIn(error) });
    case "minLength":
      return count === 1
        ? message("catalog.notEmpty", "{subject} must have at least 1 character", { subject })
        : message("catalog.tooShort", "{subject} must have at least {count} characters", { subject, count });
    case "maxLength":
      return count === 1
        ? message("catalog.oneCharacter", "{subject} must have at most 1 character", { subject })
        : message("catalog.tooLong", "{subject} must have at most {count} characters", { subject, count });
    case "minItems":
      return count === 1
        ? message("catalog.oneItem", "{subject} must have at least 1 item", { subject })
        : message("catalog.tooFewItems", "{subject} must have at least {count} items", { subject, count });
    case "maxItems":
      return count === 1
        ? message("catalog.onlyItem", "{subject} must have at most 1 item", { subject })
        : message("catalog.tooManyItems", "{subject} must have at most {count} items", { subject, count });
    case "uniqueItems":
      return message("catalog.sameItems", "{subject} must not contain an item twice", { subject });
    case "minimum":
      return message("catalog.tooSmall", "{subject} must be at least {bound}", { subject, bound });
    case "maximum":
      return message("catalog.tooLarge", "{subject} must be at most {bound}", { subject, bound });
    case "exclusiveMinimum":
      return message("catalog.notMore", "{subject} must be more than {bound}", { subject, bound });
    case "exclusiveMaximum":
      return message("catalog.notLess", "{subject} must be less than {bound}", { subject, bound });
    case "multipleOf":
      return message("catalog.notMultiple", "{subject} must be a multiple of {bound}", { subject, bound });
    case "anyOf":
    case "oneOf":
      return message("catalog.noForm", "{subject} does not fit the forms that it may have", { subject });
    default:
      return plain(subject, error);
  }
}

const missing = (path: string, name: string): string =>
  message("catalog.argumentMissing", '"{name}" is missing', { name: path ? `${path}.${name}` : name });

/** The validator's own words, which mostly start with "Instance". */
const plain = (subject: string, error: string): string =>
  `${subject}: ${error.replace(/\.$/, "").replace(/^Instance/, "it")}`;

/** The most values that are named. */
const mostValues = 12;

/** The values that a schema lists, out of the validator's error. */
function valuesIn(error: string): string {
  const json = error.replace(/^.*? match (any of )?/, "").replace(/\.$/, "");
  try {
    const value: unknown = JSON.parse(json);
    const values = /any of /.test(error) && Array.isArray(value) ? value : [value];
    const named = values.slice(0, mostValues).map((one) => JSON.stringify(one));
    const count = values.length - named.length;
    const more =
      count === 1
        ? message("catalog.oneMoreValue", "one other value")
        : message("catalog.moreValues", "one of {count} others", { count });
    return [...named, ...(count > 0 ? [more] : [])].join(message("catalog.or", " or "));
  } catch {
    return json; // not JSON: shown as it is
  }
}
