import { httpAliases } from "./checkEntry";

/** An entry that another app wrote, in our words: `disabled` and the many names of Streamable HTTP. */
export function foreignEntry(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return entry;
  const { disabled, ...own }: Record<string, unknown> = { ...entry };
  if (typeof disabled === "boolean" && own.enabled === undefined) own.enabled = !disabled;
  if (httpAliases.has(own.type)) own.type = "http";
  return own;
}

/** The same entry with Claude's `${NAME}`, which means an environment variable, written as `${env:NAME}`. */
export function foreignVariables(value: unknown): unknown {
  if (typeof value === "string")
    return value.replace(/\$\{(?!workspaceFolder\}|userHome\})([A-Za-z_]\w*)\}/g, "${env:$1}");
  if (Array.isArray(value)) return value.map(foreignVariables);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, foreignVariables(inner)]));
}
