import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { isMessage } from "../stdio/asMessages";
import { bodyHeaders } from "./requestHeaders";

/**
 * The messages in a body or an event; more than one in a batch (revision 2025-03-26).
 *
 * @throws {SyntaxError} where it is no JSON, or no JSON-RPC
 */
export function readMessages(text: string): readonly JSONRPCMessage[] {
  const value: unknown = JSON.parse(text);
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
    return readMessages(text).find((answer) => "error" in answer && answer.id === message.id);
  } catch {
    return undefined; // no JSON-RPC: the status says it all
  }
}
