import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/client";
import { isNestedTooDeep } from "../../core/kernel/json/nesting";
import { isObject } from "../../protocol/isObject";
import { parseMessage } from "./messageJson";
import { readMessage } from "./readMessage";

/** Mark the error of an answer that could not be parsed, and of one that is nested too deeply; `oddAnswers` gives them their words. */
export const brokenMark: unique symbol = Symbol("broken answer");
const deepMark: unique symbol = Symbol("answer nested too deeply");

/** How much of the text is quoted, in characters. */
const sampleLimit = 200;

/** How much of a long text is looked at, in bytes: its beginning, and its end. */
const headLimit = 256 * 1024;
const tailLimit = 1024;

/** How many places are tried where a message may begin within a broken text. */
const startsLimit = 20;

/**
 * What can be made of a text of broken JSON: the messages in it that are whole, where several stand on one line, and for each that is not
 * the failure of the request that it answers. `undefined` where it names no request.
 */
export function brokenAnswers(text: Buffer): readonly JSONRPCMessage[] | undefined {
  const pieces = text.length <= headLimit ? piecesOf(text.toString("utf8")) : [endsOf(text)];
  const messages = pieces.flatMap(
    (piece) => (pieces.length > 1 && wholeMessage(piece)) || afterCutOne(piece) || (brokenAnswer(piece) ?? []),
  );
  return messages.length > 0 ? messages : undefined;
}

/** A message that begins where another one is cut, as a program does that writes from two threads, or has just failed. */
function afterCutOne(text: string): readonly JSONRPCMessage[] | undefined {
  for (const { index } of [...text.matchAll(/\{\s*"jsonrpc"\s*:/g)].slice(0, startsLimit)) {
    const message = index > 0 ? wholeMessage(text.slice(index)) : undefined;
    if (message) return [brokenAnswer(text.slice(0, index)) ?? [], message].flat();
  }
  return undefined;
}

function wholeMessage(piece: string): JSONRPCMessage | undefined {
  try {
    return readMessage(parseMessage(piece));
  } catch {
    return undefined; // broken, too
  }
}

function brokenAnswer(text: string): JSONRPCMessage | undefined {
  const id = answeredId(text);
  if (id === undefined) return undefined;
  const data = isNestedTooDeep(text) ? deepMark : brokenMark;
  return { jsonrpc: "2.0", id, error: { code: -32700, message: text.slice(0, sampleLimit), data } };
}

/** The text that an answer was broken in; `undefined` for any other error. */
export const brokenText = (error: unknown): string | undefined =>
  isObject(error) && error.data === brokenMark ? String(error.message) : undefined;

/** Whether an error stands for an answer that is nested too deeply. */
export const isTooDeep = (error: unknown): boolean => isObject(error) && error.data === deepMark;

const endsOf = (text: Buffer): string =>
  `${text.toString("utf8", 0, headLimit)}${text.toString("utf8", text.length - tailLimit)}`;

/** The objects that stand one after the other in a text. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  walk(text, (at, depth) => {
    if (depth !== 0) return;
    pieces.push(text.slice(from, at + 1));
    from = at + 1;
  });
  if (text.slice(from).trim() !== "") pieces.push(text.slice(from));
  return pieces;
}

/** A value of `id`: a number, or a text without escapes. */
const idValue = /^\s*:\s*(?:(-?\d{1,16})(?![\d.eE])|"([^"\\]{1,200})")/;

/** The same beside the version, wherever the text is broken; Python writes single quotes. */
const besideVersion = [
  /["']jsonrpc["']\s*:\s*["']2\.0["']\s*,\s*["']id["'](\s*:\s*(?:-?\d{1,16}|["'][^"'\\]{1,200}["']))\s*,\s*["'](?:result|error)["']/,
  /(?:[}\]]|null|true|false|\d|["']2\.0["'])\s*,\s*["']id["'](\s*:\s*(?:-?\d{1,16}|["'][^"'\\]{1,200}["']))\s*(?:,\s*["']jsonrpc["']\s*:\s*["']2\.0["']\s*)?\}\s*$/,
];

/** The id of the request that a broken answer belongs to: what stands in it elsewhere may be anything, also an id of something else. */
function answeredId(text: string): RequestId | undefined {
  let id: RequestId | undefined;
  let isRequest = false;
  walk(text, undefined, (name, after) => {
    if (name === "method") isRequest = true;
    if (name === "id") id ??= idIn(text.slice(after, after + 300));
  });
  if (isRequest) return undefined;
  if (id !== undefined) return id;
  const found = besideVersion.map((pattern) => pattern.exec(text)?.[1]).find((value) => value !== undefined);
  return found === undefined ? undefined : idIn(found.replaceAll("'", '"'));
}

function idIn(text: string): RequestId | undefined {
  const [, number, name] = idValue.exec(text) ?? [];
  return number === undefined ? name : Number(number);
}

/**
 * Walks over a text that is nearly JSON. `onClose` gets each closing bracket and the depth after it; `onName` each text that stands where
 * the outermost object has its names, and where it ends.
 */
function walk(
  text: string,
  onClose?: (at: number, depth: number) => void,
  onName?: (name: string, after: number) => void,
): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "{" || sign === "[") depth++;
    else if (sign === "}" || sign === "]") {
      depth--;
      onClose?.(at, depth);
    } else if (sign === '"') {
      const from = at + 1;
      at++;
      while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
      if (depth === 1 && text[at] === '"' && /^\s*:/.test(text.slice(at + 1, at + 20)))
        onName?.(text.slice(from, at), at + 1);
    }
  }
}
