import { HubError } from "../../core/kernel/hubError";
import { parseJson, toJson } from "../../core/kernel/json/exactJson";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";

// Another extension may give anything, and may change it later: each value is looked at once, and only its copy is used.

/** The longest text that names something. */
const longest = 10_000;

export function givenText(name: string, value: unknown): string {
  if (typeof value === "string" && value !== "" && value.length <= longest) return value;
  throw badGiven(name, message("extensionApi.text", "a text of 1 to {longest} characters", { longest }));
}

export const maybeText = (name: string, value: unknown): string | undefined =>
  value === undefined ? undefined : givenText(name, value);

export function givenFunction<F extends (...given: never[]) => unknown>(name: string, value: F): F {
  if (typeof value === "function") return value;
  throw badGiven(name, message("extensionApi.function", "a function"));
}

/** The members of an object, each read once; none where nothing was given. */
export function givenMembers(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw badGiven(name, notAnObject());
  try {
    return { ...value };
  } catch (error) {
    throw badGiven(name, notAnObject(), error); // a member that cannot be read
  }
}

const notAnObject = (): string => message("extensionApi.object", "an object");

/** A copy of data as JSON has it, with all digits of its integers; `undefined` where nothing was given. */
export function givenData(name: string, value: unknown): unknown {
  try {
    const json = toJson(value);
    return json === undefined ? undefined : parseJson(json);
  } catch (error) {
    throw badGiven(name, message("extensionApi.json", "data that JSON can hold"), error);
  }
}

/** The failure for what was given wrongly; `wanted` says what would be right. */
export const badGiven = (name: string, wanted: string, cause?: unknown): HubError =>
  new HubError(
    "bad-arguments",
    message("extensionApi.badGiven", '"{name}" must be {wanted}. Nothing was sent.', { name, wanted }),
    { cause, sent: "no" },
  );
