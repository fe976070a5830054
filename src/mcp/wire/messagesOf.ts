import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { brokenAnswers } from "./brokenAnswers";
import { parseMessage } from "./messageJson";
import { parseInSlices } from "./parseInSlices";
import { readMessage } from "./readMessage";

/**
 * The messages on one line of a server's output; more than one in a batch (revision 2025-03-26). A line of broken JSON is the failure of
 * the request that it answers, where it names one. `undefined`: the line is something else, such as a log line.
 */
export function messagesOf(line: Buffer): readonly JSONRPCMessage[] | undefined {
  if (!looksLikeJson(line)) return undefined;
  let value: unknown;
  try {
    value = parseMessage(line.toString("utf8"));
  } catch {
    return brokenAnswers(line);
  }
  return messagesIn(value);
}

/** The same for a line so long that it is parsed in time slices. */
export async function largeMessagesOf(line: Buffer): Promise<readonly JSONRPCMessage[] | undefined> {
  if (!looksLikeJson(line)) return undefined;
  let value: unknown;
  try {
    value = await parseInSlices(line);
  } catch {
    return brokenAnswers(line);
  }
  return messagesIn(value);
}

/** The messages in a parsed text, without anything else; `undefined` where there are none at all. */
export function messagesIn(value: unknown): readonly JSONRPCMessage[] | undefined {
  if (!Array.isArray(value)) {
    const one = readMessage(value);
    return one && [one];
  }
  const messages = value.flatMap((one: unknown) => readMessage(one) ?? []);
  return messages.length > 0 ? messages : undefined;
}

/** Keeps log lines from the parser: a message begins with a brace, a batch with a bracket. */
function looksLikeJson(line: Buffer): boolean {
  for (let at = 0; at < Math.min(line.length, 64); at++) {
    const byte = line[at];
    if (byte === 0x7b || byte === 0x5b) return true;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return false;
}
