import { nodeAt } from "../../core/config/editing/jsonPath";
import { isExactInteger } from "../../core/kernel/json/exactInteger";
import { parseJson, toJson } from "../../core/kernel/json/exactJson";
import { isSecretName, withoutSecrets } from "../../core/kernel/redact";
import { type CallTarget, isCallTarget, type SavedCall, targetKey } from "../../protocol/callPageMessages";
import { isObject } from "../../protocol/isObject";

/** The most calls in one file, and the longest name. */
const callsLimit = 500;
const nameLimit = 80;

/** A call in the workspace's file. */
interface StoredCall extends CallTarget {
  readonly call: string;
  readonly arguments: unknown;
}

/** The calls of a file that anybody may have written: what is not one is left out. */
function storedCalls(text: string): readonly StoredCall[] {
  let read: unknown;
  try {
    read = parseJson(text);
  } catch {
    return [];
  }
  const calls = isObject(read) && Array.isArray(read.calls) ? read.calls : [];
  return calls
    .slice(0, callsLimit)
    .filter((one): one is StoredCall => isCallTarget(one) && "call" in one && typeof one.call === "string");
}

/** The saved calls of a target. */
export const savedOf = (text: string, target: CallTarget): readonly SavedCall[] =>
  storedCalls(text)
    .filter((one) => targetKey(one) === targetKey(target))
    .map((one) => ({
      name: one.call.slice(0, nameLimit),
      args: toJson(isObject(one.arguments) ? one.arguments : {}, 2) ?? "{}",
    }));

/** The file with a call under a name, in place of the one that had it; `undefined` as arguments removes that. */
export function withSavedCall(text: string, { kind, server, name }: CallTarget, call: string, args: unknown): string {
  const own = targetKey({ kind, server, name });
  const others = storedCalls(text).filter((one) => targetKey(one) !== own || one.call !== call);
  const calls =
    args === undefined ? others : [...others, { call: call.slice(0, nameLimit), kind, server, name, arguments: args }];
  return `${toJson({ calls: calls.slice(-callsLimit) }, 2)}\n`;
}

/** The file with the calls of a server under its new name; every other byte stays. */
export function withRenamedServer(text: string, from: string, to: string): string {
  const calls = nodeAt(text, ["calls"])?.children ?? [];
  const names = calls
    .flatMap(({ children = [] }) => children)
    .flatMap(({ children: [key, value] = [] }) => (key?.value === "server" && value?.value === from ? [value] : []));
  return names
    .toReversed()
    .reduce((all, { offset, length }) => all.slice(0, offset) + JSON.stringify(to) + all.slice(offset + length), text);
}

/** Arguments without the values that are secrets, by their names or by what they look like, and where those were. */
export function withoutSecretValues(args: unknown): { readonly args: unknown; readonly leftOut: readonly string[] } {
  const leftOut: string[] = [];
  const clean = (value: unknown, path: string): unknown => {
    if (typeof value === "string" && withoutSecrets(value) !== value) {
      leftOut.push(path);
      return undefined;
    }
    if (Array.isArray(value))
      return value.map((item, at) => clean(item, `${path}[${at}]`)).filter((item) => item !== undefined);
    if (typeof value !== "object" || value === null || isExactInteger(value)) return value;
    const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
      const at = path === "" ? name : `${path}.${name}`;
      if (isSecretName(name) && inner !== null && inner !== "") {
        leftOut.push(at);
        return [];
      }
      const kept = clean(inner, at);
      return kept === undefined ? [] : [[name, kept]];
    });
    return Object.fromEntries(entries);
  };
  return { args: clean(args, ""), leftOut };
}
