import { filledTexts } from "../../../core/config/reading/checkEntry";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { locationOf } from "../../../core/config/schema/settingsLocation";
import { parseTemplate, type Variable } from "../../../core/config/schema/variables";
import { secretKey } from "../../../core/config/secrets/secretKey";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import type { SettingsHint } from "./secretHints";

/** Where values are looked for. No value is kept or shown. */
export interface ValueLook {
  isStored(key: string): Promise<boolean>;
  isSet(variable: string): boolean;
}

/** One hint for each value that an enabled server needs and that is not there, at the first place that needs it. */
export async function missingValues(
  definitions: readonly ServerDefinition[],
  look: ValueLook,
): Promise<readonly SettingsHint[]> {
  const hints = definitions.map(async (definition): Promise<readonly SettingsHint[]> => {
    const { id, key = id, entry, enabled } = definition;
    if (!enabled || entry.kind !== "valid") return [];
    const seen = new Set<string>();
    const found: SettingsHint[] = [];
    for (const [path, text] of filledTexts(entry.config))
      for (const part of parseTemplate(text)) {
        if (typeof part === "string" || !("name" in part) || part.name === undefined) continue;
        const missing = `${part.kind} ${part.name}`;
        if (seen.has(missing) || !(await isMissing(part, definition, look))) continue;
        seen.add(missing);
        found.push({ ...locationOf(definition), path: ["mcpHub.servers", key, ...path], ...hint(part, id) });
      }
    return found;
  });
  return (await Promise.all(hints)).flat();
}

async function isMissing(variable: Variable, definition: ServerDefinition, look: ValueLook): Promise<boolean> {
  switch (variable.kind) {
    case "env":
      return variable.fallback === undefined && !look.isSet(variable.name);
    case "input":
    case "secret":
      return !(await look.isStored(secretKey(definition, variable.name)));
    default:
      return false; // what folders are open is said when the server starts
  }
}

function hint(
  { kind, name: written = "" }: { readonly kind: string; readonly name?: string },
  server: string,
): Pick<SettingsHint, "severity" | "message" | "fix"> {
  const name = safeLine(written, 80);
  const values = { server, name };
  if (kind === "env")
    return {
      severity: "warning",
      message: message(
        "missing.env",
        'Server "{server}" cannot start: the environment variable "{name}" is not set. Set it in your login shell and restart the editor, or use {variable} to be asked for it.',
        { ...values, variable: "${input:NAME}" },
      ),
    };
  const fix = {
    title: message("missing.enter", 'Enter a value for "{name}"…', { name }),
    command: "mcpHub.setSecret",
    target: { server, name: written },
  } as const;
  if (kind === "input")
    return {
      message: message(
        "missing.input",
        'Server "{server}" has no value for "{name}" yet: it asks when it starts.',
        values,
      ),
      fix,
    };
  return {
    severity: "warning",
    message: message(
      "missing.secret",
      'Server "{server}" cannot start: nothing is stored for "{name}". Use the quick fix to enter it.',
      values,
    ),
    fix,
  };
}
