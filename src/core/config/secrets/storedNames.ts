import { describingKeys } from "../schema/serverConfig";
import type { ServerDefinition } from "../schema/serverDefinition";
import { parseTemplate } from "../schema/variables";

/** The names of the values that a server needs from secret storage: its `${secret:…}` and `${input:…}`, without duplicates. */
export function storedNames({ entry }: ServerDefinition): readonly string[] {
  if (entry.kind === "invalid") return [];
  const filled = Object.entries(entry.config).filter(([key]) => key !== "tools" && !describingKeys.has(key));
  const names = textsIn(Object.fromEntries(filled))
    .flatMap((text) => parseTemplate(text))
    .flatMap((part) =>
      typeof part === "object" && (part.kind === "secret" || part.kind === "input") ? [part.name] : [],
    );
  return [...new Set(names)];
}

/** Every text in a value, at any depth. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
