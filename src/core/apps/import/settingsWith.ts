import { applyEdits, findNodeAtLocation, modify, type ParseError } from "jsonc-parser/lib/esm/main.js";
import { editSettings, layoutOf } from "../../config/editing/editSettings";
import { jsonTree } from "../../config/editing/jsonTree";
import { parseJsonc } from "../editing/jsonFile";
import { isPlain, valueAt } from "../editing/place";

/** A server for a settings file: its whole entry, or the keys of one that is there (`undefined` takes a key out). */
export interface ServerText {
  readonly name: string;
  readonly entry: Readonly<Record<string, unknown>>;
  readonly isThere: boolean;
}

/** A tool that is never to run. */
export interface DeniedTool {
  readonly server: string;
  readonly tool: string;
}

/**
 * The text of a settings file with servers, and with rules that deny tools; comments and layout stay. `undefined` if the text is broken,
 * or written in a way that is not edited. An empty text gives a new file.
 *
 * @param prefix the keys above the settings
 */
export function settingsWith(
  text: string,
  prefix: readonly string[],
  servers: readonly ServerText[],
  denied: readonly DeniedTool[],
): string | undefined {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = text.slice(mark.length);
  const start = body.trim() === "" ? "{\n}\n" : body;
  const errors: ParseError[] = [];
  if (!jsonTree(start, errors) || errors.length > 0) return undefined;
  let all: string | undefined = withMap(start, prefix, "servers");
  for (const { name, entry, isThere } of servers) {
    if (all === undefined) return undefined;
    const path: readonly string[] = [...settingPath(all, prefix, "servers"), name];
    if (!isThere) all = editSettings(all, path, entry);
    else for (const [key, value] of Object.entries(entry)) all = all && editSettings(all, [...path, key], value);
  }
  for (const rule of denied) all = all && withDenied(all, prefix, rule);
  return all === undefined ? undefined : mark + all;
}

/** Where a setting is written: as one name with a point, unless it is nested already. */
function settingPath(text: string, prefix: readonly string[], key: string): readonly string[] {
  const root = jsonTree(text);
  const nested = [...prefix, "mcpHub", key];
  const dotted = [...prefix, `mcpHub.${key}`];
  const has = (path: readonly string[]) => root !== undefined && findNodeAtLocation(root, [...path]) !== undefined;
  return has(nested) && !has(dotted) ? nested : dotted;
}

/** The text with an object for a setting that is missing. Collections above it must be there. */
function withMap(text: string, prefix: readonly string[], key: string): string | undefined {
  const path = settingPath(text, prefix, key);
  if (isPlain(valueAt(contentOf(text), path))) return text;
  const withPrefix =
    prefix.length === 0 || isPlain(valueAt(contentOf(text), prefix)) ? text : editSettings(text, prefix, {});
  return withPrefix === undefined ? undefined : editSettings(withPrefix, path, {});
}

/** In whichever of its two forms the policy is written. */
function withDenied(text: string, prefix: readonly string[], { server, tool }: DeniedTool): string | undefined {
  const path = settingPath(text, prefix, "policy");
  const policy = valueAt(contentOf(text), path);
  if (isPlain(policy)) {
    const short = `${server}/${tool}`;
    return policy[short] === "deny" ? text : editSettings(text, [...path, short], "deny");
  }
  const rule = { do: "deny", server, tool };
  if (policy === undefined) return editSettings(text, path, [rule]);
  if (!Array.isArray(policy)) return undefined;
  if (policy.some((one) => isPlain(one) && isSame(one, rule))) return text;
  return applyEdits(
    text,
    modify(text, [...path, policy.length], rule, { isArrayInsertion: true, formattingOptions: layoutOf(text) }),
  );
}

const isSame = (one: Readonly<Record<string, unknown>>, rule: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(one).length === Object.keys(rule).length &&
  Object.entries(rule).every(([key, value]) => one[key] === value);

function contentOf(text: string): unknown {
  const parsed = parseJsonc(text);
  return parsed.kind === "value" ? parsed.value : undefined;
}
