import type * as z from "zod";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { Contract, Input } from "../contracts/contract";
import { badInput } from "./serviceErrors";

/** The most mistakes that a message names. */
const named = 3;

/** Mistakes with their paths: `limit: …; status[0]: …`. */
export const mistakes = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, named)
    .map(({ path, message: text }) => {
      const place = path.reduce<string>(
        (before, step) =>
          typeof step === "number" ? `${before}[${step}]` : `${before}${before && "."}${String(step)}`,
        "",
      );
      return safeLine(place === "" ? text : `${place}: ${text}`);
    })
    .join("; ");

/** The arguments of a method after their check, with its defaults. Throws `bad-arguments`. */
export function checkedInput(method: string, { input }: Contract, given: unknown): Input {
  const read = input.safeParse(given ?? {});
  if (read.success) return read.data;
  throw badInput(method, mistakes(read.error));
}

/** One item after its check; what the shape does not have is left out. */
export function checkedItem(
  { output }: Contract,
  item: unknown,
): { readonly item: unknown } | { readonly why: string } {
  const read = output.safeParse(item);
  return read.success ? { item: read.data } : { why: mistakes(read.error) };
}

export const unknownShape = (): string => message("services.unknownShape", "its shape is not known");
