import * as z from "zod";

/** The most steps of one path, and the most paths of one list. */
const stepsLimit = 20;
const pathsLimit = 50;

/** A JSON pointer (RFC 6901), such as `/owner/e-mail`, or names with points between them, such as `items.*.owner`. */
const path = RegExp(`^(?:(?:/(?:[^~/]|~[01])*){1,${stepsLimit}}|[^./~\\s][^./~]*(?:\\.[^./~]+){0,${stepsLimit - 1}})$`);

/** Paths to fields of a result. Each step is the name of a member or the place in a list; `*` is any of them. */
export const FieldPaths = z
  .array(
    z.string().max(300).regex(path, {
      error: 'a path is a JSON pointer such as "/items/*/owner", or names such as "items.*.owner", of at most 20 steps',
    }),
  )
  .min(1)
  .max(pathsLimit);

/** The steps of a path: those of a JSON pointer, or the names between the points. */
export const fieldSteps = (path: string): readonly string[] =>
  path.startsWith("/")
    ? path
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    : path.split(".");
