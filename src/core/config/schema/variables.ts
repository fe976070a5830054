import { message } from "../../../protocol/message";

/** What a text in an entry may refer to. It is filled in when the server starts. */
export type Variable =
  | { readonly kind: "userHome" | "pathSeparator" }
  /**
   * `name`: one of several folders; without it the first, or the one that the entry belongs to. `isBasename`: its last name alone, which
   * depends on the folder as much as its path does.
   */
  | { readonly kind: "workspaceFolder"; readonly name?: string; readonly isBasename?: true }
  /** `fallback`: the value if the variable is not set or empty. */
  | { readonly kind: "env"; readonly name: string; readonly fallback?: string }
  | { readonly kind: "input" | "secret"; readonly name: string }
  /** Looks like a variable but is not one that the hub knows. */
  | { readonly kind: "unknown"; readonly text: string };

export const knownVariables =
  "${workspaceFolder}, ${workspaceFolder:NAME}, ${workspaceFolderBasename}, ${userHome}, ${pathSeparator}, ${env:NAME}, ${env:NAME:-default}, ${input:NAME}, ${secret:NAME}";

const variable = /\$\{([^{}]*)\}/g;
const named = /^(env|input|secret|workspaceFolder|workspaceFolderBasename):(.+)$/s;
/** Names of inputs and secrets become part of a storage key and of a question to the person. */
const plainName = /^[\w.-]{1,64}$/;

/** Splits a text into literal texts and variables, in order. */
export function parseTemplate(text: string): readonly (string | Variable)[] {
  const parts: (string | Variable)[] = [];
  let end = 0;
  for (const match of text.matchAll(variable)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(parseVariable(match[0], match[1] ?? ""));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

function parseVariable(text: string, inner: string): Variable {
  if (inner === "workspaceFolder" || inner === "userHome") return { kind: inner };
  if (inner === "pathSeparator" || inner === "/") return { kind: "pathSeparator" };
  if (inner === "workspaceFolderBasename") return { kind: "workspaceFolder", isBasename: true };
  const [, kind, name] = named.exec(inner) ?? [];
  if (kind === "workspaceFolder" && name) return { kind, name };
  if (kind === "workspaceFolderBasename" && name) return { kind: "workspaceFolder", name, isBasename: true };
  if (kind === "env" && name) {
    const [, variable = "", fallback] = /^(.+?)(?::-(.*))?$/s.exec(name) ?? [];
    return { kind, name: variable, ...(fallback !== undefined && { fallback }) };
  }
  if ((kind === "input" || kind === "secret") && name && plainName.test(name)) return { kind, name };
  return { kind: "unknown", text };
}

/** How a variable of folders is written in the settings. */
export const folderVariable = ({ name, isBasename }: Extract<Variable, { kind: "workspaceFolder" }>): string =>
  `\${workspaceFolder${isBasename ? "Basename" : ""}${name === undefined ? "" : `:${name}`}}`;

/** Whether a text contains no variables. */
export const isLiteral = (text: string): boolean => parseTemplate(text).every((part) => typeof part === "string");

/** What is wrong with an unknown variable, and what to write instead. */
export const unknownVariable = (text: string): string =>
  message("config.unknownVariable", '"{text}" is not a variable that the hub knows. Use one of {known}.', {
    text: text.slice(0, 80),
    known: knownVariables,
  });
