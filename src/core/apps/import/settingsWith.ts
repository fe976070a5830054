import { editSettings, isReadable } from "../../config/editing/editSettings";
import { withServers } from "../../config/editing/entryEdits";
import { nodeAt, settingPath } from "../../config/editing/jsonPath";
import { insertFirst } from "../../config/editing/jsonSplice";
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
 * The text of a settings file with servers, and with rules that deny tools. What is new comes first in its collection, so that every
 * comment stays with what it is about. `undefined` if the text is broken, or written in a way that is not edited. An empty text gives a
 * new file.
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
  if (!isReadable(start)) return undefined;
  let all = withServers(start, prefix);
  for (const { name, entry, isThere } of servers.toReversed()) {
    if (all === undefined) return undefined;
    const path: readonly string[] = [...settingPath(all, prefix, "servers"), name];
    if (!isThere) all = withMember(all, path, entry);
    else for (const [key, value] of Object.entries(entry)) all = all && withMember(all, [...path, key], value);
  }
  for (const rule of denied.toReversed()) all = all && withDenied(all, prefix, rule);
  return all === undefined ? undefined : mark + all;
}

/** The text with a member of an object. One that is there keeps its place. */
function withMember(text: string, path: readonly string[], value: unknown): string | undefined {
  const parent = nodeAt(text, path.slice(0, -1));
  if (parent?.type !== "object") return undefined;
  const isOnly = parent.children?.length === 0;
  return value === undefined || isOnly || nodeAt(text, path)
    ? editSettings(text, path, value)
    : insertFirst(text, parent, path.at(-1), value);
}

/** In whichever of its two forms the policy is written. */
function withDenied(text: string, prefix: readonly string[], { server, tool }: DeniedTool): string | undefined {
  const path = settingPath(text, prefix, "policy");
  const policy = valueAt(contentOf(text), path);
  if (isPlain(policy)) {
    const short = `${server}/${tool}`;
    return policy[short] === "deny" ? text : withMember(text, [...path, short], "deny");
  }
  const rule = { do: "deny", server, tool };
  const list = nodeAt(text, path);
  if (!Array.isArray(policy) || policy.length === 0 || !list)
    return policy === undefined || Array.isArray(policy) ? withMember(text, path, [rule]) : undefined;
  return policy.some((one) => isPlain(one) && isSame(one, rule)) ? text : insertFirst(text, list, undefined, rule);
}

const isSame = (one: Readonly<Record<string, unknown>>, rule: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(one).length === Object.keys(rule).length &&
  Object.entries(rule).every(([key, value]) => one[key] === value);

function contentOf(text: string): unknown {
  const parsed = parseJsonc(text);
  return parsed.kind === "value" ? parsed.value : undefined;
}
