import type { JsonSchema, Prompt } from "../../core/catalog/catalog";
import { argumentSummaries } from "../../core/forms/argumentSummaries";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { ArgumentsPart } from "./tooltipParts";

/** More are never shown. */
const limit = 20;

/** The arguments of a tool, each with its type; `undefined` if it takes none. */
export function toolArguments(inputSchema: JsonSchema): ArgumentsPart | undefined {
  const { summaries, count } = argumentSummaries(inputSchema, limit);
  if (count === 0) return undefined;
  const shown = summaries.map(({ name, type, required, about }) => ({
    name,
    kind: required ? message("tooltip.required", "{type}, required", { type }) : type,
    ...(about !== undefined && { about }),
  }));
  return { arguments: shown, count };
}

/** The arguments of a prompt, which are all text. */
export function promptArguments(all: Prompt["arguments"]): readonly ArgumentsPart[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, limit).map(({ name, description, required }) => ({
    name: safeLine(name, 80),
    kind: required ? message("tooltip.needed", "required") : message("tooltip.optional", "optional"),
    ...(description && { about: safeLine(description, 300) }),
  }));
  return [{ arguments: shown, count: all.length }];
}
