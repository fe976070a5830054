import { message } from "../../protocol/message";
import { filledNow } from "../config/plan/filledNow";
import { expandHome, isAbsolutePath } from "../config/schema/filePath";
import { folderVariable, type Variable } from "../config/schema/variables";
import type { VariableContext } from "../kernel/ports";

/** Files below a folder: `base` is an absolute path, `pattern` a glob from there, with forward slashes. */
export interface WatchedPattern {
  readonly base: string;
  readonly pattern: string;
}

/** What a pattern of `dev.watch` names, or what is wrong with it. `source`: the folder of the entry, where it has one. */
export function watchedPattern(
  written: string,
  source: string | undefined,
  context: VariableContext,
): WatchedPattern | { readonly problem: string } {
  const filled = filledNow(written, source, context);
  if (typeof filled !== "string")
    return {
      problem: message("dev.watchVariable", '"dev.watch" cannot be followed: {variable} has no value here.', {
        variable: variableText(filled),
      }),
    };
  const pattern = expandHome(filled, context);
  if (isAbsolutePath(pattern)) return split(pattern);
  const base = context.workspaceFolder(source);
  if (base === undefined)
    return {
      problem: message(
        "dev.watchFolder",
        '"dev.watch" cannot be followed: no folder is open. Open the folder of the server, or write a full path.',
      ),
    };
  return { base, pattern: pattern.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "") };
}

/** A full path with a pattern in it: the folders before the first part with a wildcard are the base. */
function split(path: string): WatchedPattern {
  const parts = path.split(/[\\/]/);
  const wild = parts.findIndex((part) => /[*?[{]/.test(part));
  const at = wild === -1 ? parts.length - 1 : wild;
  const separator = path.includes("/") ? "/" : "\\";
  const base = parts.slice(0, at).join(separator);
  // The root: "/" or "C:\".
  return { base: /[\\/]/.test(base) ? base : base + separator, pattern: parts.slice(at).join("/") };
}

function variableText(variable: Variable): string {
  if (variable.kind === "unknown") return variable.text;
  if (variable.kind === "workspaceFolder") return folderVariable(variable);
  return `\${${variable.kind}${"name" in variable ? `:${variable.name}` : ""}}`;
}
