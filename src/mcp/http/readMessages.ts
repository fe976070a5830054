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
