import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { isMessage } from "../stdio/asMessages";

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

/** The JSON-RPC error in the body of a refusal that answers request `id`; `undefined` where the body is something else. */
export function errorIn(text: string, id: string | number): JSONRPCMessage | undefined {
  try {
    return readMessages(text).find((message) => "error" in message && message.id === id);
  } catch {
    return undefined; // no JSON-RPC: the status says it all
  }
}
