import { fromApp } from "../../core/apps/variables";
import { folderName } from "../../core/config/schema/filePath";
import { parseTemplate, type Variable } from "../../core/config/schema/variables";
import type { VariableContext } from "../../core/kernel/ports";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { FileSyntax } from "./variableOffers";

/** Where the meaning of a variable comes from. */
export interface MeaningSource {
  readonly context: VariableContext;
  /** The settings location that the entry belongs to. */
  readonly source: string | undefined;
  /** Of an input or a secret: whether a value is stored. The value itself is never asked for. */
  readonly isStored?: boolean | undefined;
}

/** A variable as it stands in a text. */
export interface WrittenVariable {
  readonly variable: Variable;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The variable of a text that an offset is in; `undefined` outside of one, and for what the syntax of the file does not know. */
export function variableAt(written: string, offset: number, syntax: FileSyntax): WrittenVariable | undefined {
  const forms = syntax === "name" ? /[A-Za-z_]\w*/g : /\$\{[^{}"]*\}|\{env:\w+\}/g;
  for (const { 0: text, index: from } of written.matchAll(forms)) {
    const to = from + text.length;
    if (offset < from || offset > to) continue;
    if (syntax === "name") return { variable: { kind: "env", name: text }, text, from, to };
    const [variable] = parseTemplate(syntax === "hub" ? text : fromApp(text, syntax));
    return typeof variable === "object" ? { variable, text, from, to } : undefined;
  }
  return undefined;
}

/** Variables of the environment whose values are not secret. The values of all others are not shown: they often are one. */
const publicNames = new Set(
  "HOME USER USERNAME LOGNAME SHELL LANG PATH PWD TERM EDITOR TMPDIR TEMP TMP USERPROFILE APPDATA LOCALAPPDATA PROGRAMFILES SYSTEMROOT COMPUTERNAME HOSTNAME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME".split(
    " ",
  ),
);

/** What a variable is replaced by, as a sentence. It never has the value of a secret. */
export function variableMeaning(variable: Variable, { context, source, isStored }: MeaningSource): string {
  switch (variable.kind) {
    case "userHome":
    case "pathSeparator":
      return replacedBy(context[variable.kind]);
    case "workspaceFolder": {
      const { name, isBasename } = variable;
      const folder = name === undefined ? context.workspaceFolder(source) : context.namedFolder?.(name);
      if (folder !== undefined) return replacedBy(isBasename ? folderName(folder) : folder);
      return name === undefined
        ? message("meaning.noFolder", "No folder is open, so the server cannot start. Open one, or write a full path.")
        : message("meaning.noSuchFolder", 'No open folder is named "{name}". Correct the name.', {
            name: safeLine(name, 80),
          });
    }
    case "env": {
      const { name, fallback } = variable;
      const value = context.env(name);
      if (value && publicNames.has(name.toUpperCase())) return replacedBy(value);
      if (value || (value !== undefined && fallback === undefined))
        return message(
          "meaning.envSet",
          "Replaced by a variable of your environment. It is set; its value is not shown.",
        );
      return fallback === undefined
        ? message("meaning.envMissing", "This variable of your environment is not set, so the server cannot start.")
        : message("meaning.envFallback", 'Not set in your environment, so replaced by "{value}".', {
            value: safeLine(fallback, 200),
          });
    }
    case "input":
      return isStored
        ? message("meaning.inputStored", "Replaced by the value that you entered. It is kept in secret storage.")
        : message("meaning.input", "You are asked for it when the server starts; it is kept in secret storage then.");
    case "secret":
      return isStored
        ? message("meaning.secretStored", "Replaced by a value in secret storage.")
        : message("meaning.secret", 'Nothing is stored under this name. Run "MCP Hub: Set Secret…".');
    case "unknown":
      return message("meaning.unknown", "The hub does not know this variable.");
  }
}

const replacedBy = (value: string): string =>
  message("meaning.value", "Replaced by {value}", { value: safeLine(value, 300) });
