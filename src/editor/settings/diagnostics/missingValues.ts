import { editorNextSteps } from "../../../core/config/plan/nextSteps";
import { filledTexts } from "../../../core/config/reading/checkEntry";
import { serverProblem } from "../../../core/config/reading/finding";
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
  if (kind === "env") {
    const next = editorNextSteps.env(name);
    const problem = message("config.envMissing", 'the environment variable "{name}" is not set. {next}', {
      name,
      next,
    });
    return { severity: "warning", message: serverProblem(server, problem) };
  }
  const fix = {
    title: message("missing.enter", 'Enter a value for "{name}"…', { name }),
    command: "mcpHub.setSecret",
    target: { server, name: written },
  } as const;
  if (kind === "input")
    return {
      message: message(
        "missing.input",
        'Server "{server}" has no value for "{name}" yet. You are asked for it when the server starts.',
        values,
      ),
      fix,
    };
  const next = message("missing.useFix", "Use the quick fix to store it.");
  return {
    severity: "warning",
    message: message("config.secretMissing", 'Server "{server}" needs the secret "{name}". {next}', {
      ...values,
      next,
    }),
    fix,
  };
}
