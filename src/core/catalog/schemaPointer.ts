import { percentDecoded } from "../kernel/percentDecoded";
import type { JsonSchema } from "./catalog";

/** The longest reference that is followed, in characters. */
const pointerLimit = 1000;

/** What a reference such as `#/$defs/Color` points at inside its document (RFC 6901); `undefined` if that is nothing. */
export function atPointer(root: JsonSchema, reference: string): unknown {
  if (reference.length > pointerLimit || (reference !== "#" && !reference.startsWith("#/"))) return undefined;
  return reference
    .split("/")
    .slice(1)
    .map((part) => percentDecoded(part).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
      root,
    );
}
