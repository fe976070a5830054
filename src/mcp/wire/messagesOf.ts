import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { parseMessage } from "./messageJson";
import { parseInSlices } from "./parseInSlices";

/**
 * The messages on one line of a stdio server's output; more than one in a batch (revision 2025-03-26). `undefined`: the line is
 * something else, such as a log line.
 */
export function messagesOf(line: Buffer): readonly JSONRPCMessage[] | undefined {
  if (!looksLikeJson(line)) return undefined;
  return asMessages(parse(line));
}

/** The same for a line so long that it is parsed in time slices. */
export async function largeMessagesOf(line: Buffer): Promise<readonly JSONRPCMessage[] | undefined> {
  if (!looksLikeJson(line)) return undefined;
  try {
    return asMessages(await parseInSlices(line));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // not JSON: not a message
    throw error;
  }
}

function asMessages(value: unknown): readonly JSONRPCMessage[] | undefined {
  const messages: unknown[] = Array.isArray(value) ? value : [value];
  return messages.length > 0 && messages.every(isMessage) ? messages : undefined;
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

function parse(line: Buffer): unknown {
  try {
    return parseMessage(line.toString("utf8"));
  } catch {
    return undefined; // not JSON: not a message
  }
}

/** Checks the outline of a JSON-RPC 2.0 message; the SDK checks each message in full. */
export function isMessage(value: unknown): value is JSONRPCMessage {
  if (typeof value !== "object" || value === null || !("jsonrpc" in value) || value.jsonrpc !== "2.0") return false;
  return "method" in value
    ? typeof value.method === "string"
    : "id" in value && ("result" in value || "error" in value);
}
