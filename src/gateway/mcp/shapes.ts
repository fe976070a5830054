import { isExactInteger } from "../../core/kernel/json/exactInteger";
import { isObject } from "../../protocol/isObject";
import type { Json } from "./rpc";

/** Whether a value has the form that the specification gives it: strict clients refuse a whole message for one that has not. */
export type Is = (value: unknown) => boolean;

/** The forms of an object's members, by name. Other members may be anything. */
export type Shape = Readonly<Record<string, Is>>;

export const isText: Is = (value) => typeof value === "string";
export const isFlag: Is = (value) => typeof value === "boolean";
export const isNumber: Is = (value) => typeof value === "number" || isExactInteger(value);
export const isOneOf =
  (...values: readonly string[]): Is =>
  (value) =>
    isText(value) && values.includes(value as string);
export const isListOf =
  (is: Is): Is =>
  (value) =>
    Array.isArray(value) && value.every(is);
/** An object whose members have their forms, as far as they are there. */
export const isLike =
  (shape: Shape): Is =>
  (value) =>
    isObject(value) && Object.entries(shape).every(([name, is]) => value[name] === undefined || is(value[name]));

/** The same with members that must be there. */
export const isMadeOf =
  (needed: Shape, shape: Shape = {}): Is =>
  (value) =>
    isObject(value) && Object.entries(needed).every(([name, is]) => is(value[name])) && isLike(shape)(value);

/** The members of an object that have their forms. */
export const readable = (sent: Json, shape: Shape): Json =>
  Object.fromEntries(
    Object.entries(sent).filter(
      ([name, value]) => value !== undefined && (!Object.hasOwn(shape, name) || shape[name]?.(value)),
    ),
  );

/** A time as the annotations have it (RFC 3339), on a day that there is. */
const isTime: Is = (value) => {
  const [, day] = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.exec(String(value)) ?? [];
  const noon = new Date(`${day}T12:00:00Z`);
  return typeof value === "string" && !Number.isNaN(Date.parse(value)) && noon.toJSON()?.startsWith(String(day));
};

/** For whom something is, and how much it matters (specification, annotations). */
export const isAnnotations = isLike({
  audience: isListOf(isOneOf("user", "assistant")),
  priority: (value) => typeof value === "number" && value >= 0 && value <= 1,
  lastModified: isTime,
});

export const isIcons = isListOf(
  isMadeOf({ src: isText }, { mimeType: isText, sizes: isListOf(isText), theme: isOneOf("light", "dark") }),
);
