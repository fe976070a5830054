import type * as z from "zod";
import { issueSentence, pathText } from "../../../core/config/reading/issueSentence";
import { parseJson } from "../../../core/kernel/json/exactJson";
import { isNestedTooDeep, nestingLimit } from "../../../core/kernel/json/nesting";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import type { FieldProblem } from "../answers/failure";

/** A body that was read, or what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly problem: string; readonly fields?: readonly FieldProblem[] };

/** How many fields with mistakes are named. */
const fieldsNamed = 20;

/** Reads a body. `fits` says quickly that it is right; otherwise the schema decides, and says what is wrong where. */
export function readRequest<S extends z.ZodType>(
  text: string,
  schema: S,
  fits?: (body: unknown) => body is z.output<S>,
): Read<z.output<S>> {
  if (text === "") return { problem: message("rest.noBody", "The request has no body. Send a JSON object.") };
  if (isNestedTooDeep(text))
    return {
      problem: message("rest.tooDeep", "The body is nested deeper than {limit} levels. Send a flatter one.", {
        limit: nestingLimit,
      }),
    };
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (error) {
    const reason = safeLine(error instanceof Error ? error.message : String(error), 200);
    return { problem: message("rest.notJson", "The body is not JSON ({reason}). Send a JSON object.", { reason }) };
  }
  if (fits?.(body)) return { value: body };
  const parsed = schema.safeParse(body);
  if (parsed.success) return { value: parsed.data };
  const fields = parsed.error.issues.flatMap((issue) => problemsOf(issue, body)).slice(0, fieldsNamed);
  const said = fields.map((field) => field.message).join(" ");
  return { problem: message("rest.invalid", "The request is not valid. {problems}", { problems: said }), fields };
}

/** A key that is not known is the field that is wrong, and not what it stands in. */
function problemsOf(issue: z.core.$ZodIssue, body: unknown): readonly FieldProblem[] {
  if (issue.path.length === 0 && issue.code === "invalid_type")
    return [{ path: "", message: message("rest.notObject", "The body must be a JSON object.") }];
  const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ path: pathText(path), message: issueSentence(issue, body) }));
}
