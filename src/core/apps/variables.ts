import { folderVariable, parseTemplate, type Variable } from "../config/schema/variables";

/**
 * How an app writes variables in its texts.
 *
 * - `editor`: `${env:X}`, `${input:X}`, `${workspaceFolder}`, `${workspaceFolder:NAME}`, `${workspaceFolderBasename}`, `${userHome}`,
 *   `${pathSeparator}`: VS Code, and the hub itself.
 * - `env`: the same without `${input:X}` and `${workspaceFolder:NAME}`: Cursor, Windsurf, Cline, Roo.
 * - `shell`: `${X}` and `${X:-default}`: Claude Code, Kiro, Copilot CLI.
 * - `dollar`: `$X` as well: Gemini CLI, goose, Crush.
 * - `braces`: `{env:X}`: OpenCode.
 * - `secrets`: `${{ secrets.X }}`: Continue.
 * - `none`: a text means itself.
 */
export type VariableSyntax = "editor" | "env" | "shell" | "dollar" | "braces" | "secrets" | "none";

const name = "[A-Za-z_]\\w*";
const ownWords = new Set(["workspaceFolder", "workspaceFolderBasename", "pathSeparator", "userHome"]);

/** A text of an app in the hub's form. What the hub does not know stays as it is; the check of the entry names it. */
export function fromApp(text: string, syntax: VariableSyntax): string {
  switch (syntax) {
    case "editor":
    case "env":
    case "none":
      return text;
    case "shell":
      return text.replace(new RegExp(`\\$\\{(${name})(:-[^{}]*)?\\}`, "g"), toEnv);
    case "dollar":
      return text.replace(
        new RegExp(`\\$\\{\\s*(${name})\\s*(:-[^{}]*)?\\}|\\$(${name})`, "g"),
        (whole, braced, rest, bare) => toEnv(whole, braced ?? bare, rest),
      );
    case "braces":
      return text.replace(new RegExp(`\\{env:(${name})\\}`, "g"), "${env:$1}");
    case "secrets":
      // Continue looks them up in its own .env files and in its hub, which nobody else reads: the hub asks once.
      return text.replace(/\$\{\{\s*(?:secrets|inputs)\.([\w.-]{1,64})\s*\}\}/g, "${input:$1}");
  }
}

function toEnv(whole: string, variable: string, rest?: string): string {
  return ownWords.has(variable) && rest === undefined ? whole : `\${env:${variable}${rest ?? ""}}`;
}

/** Parts of an app's text that run or read something else, which the hub does not do: Crush's `$(program)`, OpenCode's `{file:path}`. */
export function foreignParts(text: string, syntax: VariableSyntax): readonly string[] {
  if (syntax === "braces") return [...text.matchAll(/\{file:[^{}]*\}/g)].map(([part]) => part);
  if (syntax === "dollar") return [...text.matchAll(/\$\([^()]*\)?/g)].map(([part]) => part);
  return [];
}

/** A text of the hub in an app's form; `undefined` if the app has no such variable. */
export function toApp(text: string, syntax: VariableSyntax): string | undefined {
  let all = "";
  for (const part of parseTemplate(text)) {
    const written = typeof part === "string" ? part : variableFor(part, syntax);
    if (written === undefined) return undefined;
    all += written;
  }
  return all;
}

function variableFor(variable: Variable, syntax: VariableSyntax): string | undefined {
  switch (variable.kind) {
    case "env":
      return variable.fallback === undefined ? envFor(variable.name, syntax) : fallbackFor(variable, syntax);
    case "input":
      if (syntax === "editor") return `\${input:${variable.name}}`;
      return syntax === "secrets" ? `\${{ secrets.${variable.name} }}` : undefined;
    case "workspaceFolder":
      // Only VS Code knows the others of several folders.
      return (variable.name === undefined ? hasFolders(syntax) : syntax === "editor")
        ? folderVariable(variable)
        : undefined;
    case "userHome":
    case "pathSeparator":
      return hasFolders(syntax) ? `\${${variable.kind}}` : undefined;
    default:
      return undefined;
  }
}

const hasFolders = (syntax: VariableSyntax): boolean => syntax === "editor" || syntax === "env";

/** The variable of the environment as an app writes it; `undefined` if its texts have no variables. */
function envFor(variable: string, syntax: VariableSyntax): string | undefined {
  switch (syntax) {
    case "editor":
    case "env":
      return `\${env:${variable}}`;
    case "shell":
    case "dollar":
      return `\${${variable}}`;
    case "braces":
      return `{env:${variable}}`;
    case "secrets":
      return `\${{ secrets.${variable} }}`;
    case "none":
      return undefined;
  }
}

const fallbackFor = ({ name, fallback }: { name: string; fallback?: string }, syntax: VariableSyntax) =>
  syntax === "shell" || syntax === "dollar" ? `\${${name}:-${fallback}}` : undefined;
