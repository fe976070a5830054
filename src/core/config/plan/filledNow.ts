import type { VariableContext } from "../../kernel/ports";
import { folderName } from "../schema/filePath";
import { parseTemplate, type Variable } from "../schema/variables";

/**
 * A text with its variables filled in, or the first variable that has no value now. Only values that are known at once count: nobody is
 * asked for an input, and no secret is read. `source`: the folder that the entry belongs to, where it has one.
 */
export function filledNow(written: string, source: string | undefined, context: VariableContext): string | Variable {
  let filled = "";
  for (const part of parseTemplate(written)) {
    const value = typeof part === "string" ? part : valueNow(part, source, context);
    if (value === undefined) return part;
    filled += value;
  }
  return filled;
}

function valueNow(variable: Variable, source: string | undefined, context: VariableContext): string | undefined {
  switch (variable.kind) {
    case "userHome":
    case "pathSeparator":
      return context[variable.kind];
    case "workspaceFolder": {
      const { name, isBasename } = variable;
      const folder = name === undefined ? context.workspaceFolder(source) : context.namedFolder?.(name);
      return folder !== undefined && isBasename ? folderName(folder) : folder;
    }
    case "env":
      return context.env(variable.name) || variable.fallback;
    default:
      return undefined;
  }
}
