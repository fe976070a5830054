import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { isMessage } from "../wire/messagesOf";
import { isLarge, parseInSlices } from "../wire/parseInSlices";
import { bodyHeaders } from "./requestHeaders";

/**
 * The messages in a body or an event; more than one in a batch (revision 2025-03-26). A promise of them where there is so much that
 * others must have their turn meanwhile.
 *
 * @throws {SyntaxError} where it is no JSON, or no JSON-RPC; a promise rejects with it
 */
export function readMessages(bytes: Buffer): readonly JSONRPCMessage[] | Promise<readonly JSONRPCMessage[]> {
  return isLarge(bytes) ? parseInSlices(bytes).then(messagesOf) : messagesOf(JSON.parse(bytes.toString("utf8")));
}

/** Hands the messages of an event on, at once or when they are parsed: then that is what the promise waits for. */
export function tellMessages(
  bytes: Buffer,
  onMessage: (message: JSONRPCMessage) => void,
  onFailure: (error: unknown) => void,
): Promise<void> | undefined {
  let read: ReturnType<typeof readMessages>;
  try {
    read = readMessages(bytes);
  } catch (error) {
    onFailure(error);
    return undefined;
  }
  if (read instanceof Promise) return read.then((messages) => messages.forEach(onMessage)).catch(onFailure);
  for (const message of read) onMessage(message);
  return undefined;
}

function messagesOf(value: unknown): readonly JSONRPCMessage[] {
  const messages = Array.isArray(value) ? value : [value];
  if (messages.length > 0 && messages.every(isMessage)) return messages;
  throw new SyntaxError("The server sent JSON that is no MCP message.");
}

/**
 * The answer to a request in the body of a refusal: from revision 2026-07-28 on, a 400 may hold a JSON-RPC error (transports).
 * `undefined` where the body is something else.
 */
export function errorIn(status: number, text: string, message: JSONRPCMessage): JSONRPCMessage | undefined {
  if (status !== 400 || !("id" in message) || bodyHeaders(message)["mcp-method"] === undefined) return undefined;
  try {
    return messagesOf(JSON.parse(text)).find((answer) => "error" in answer && answer.id === message.id);
  } catch {
    return undefined; // no JSON-RPC: the status says it all
  }
}
