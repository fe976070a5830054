import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { message } from "../../protocol/message";
import { parseMessage } from "../wire/messageJson";
import { isMessage } from "../wire/messagesOf";
import { isLarge, parseInSlices } from "../wire/parseInSlices";
import { bodyHeaders } from "./requestHeaders";

/**
 * The messages in a body or an event; more than one in a batch (revision 2025-03-26). A promise where the text is so large that it is
 * parsed in time slices.
 *
 * @throws {SyntaxError} where the text is not JSON, or not JSON-RPC; a promise rejects with it
 */
export function readMessages(bytes: Buffer): readonly JSONRPCMessage[] | Promise<readonly JSONRPCMessage[]> {
  return isLarge(bytes) ? parseInSlices(bytes).then(messagesOf) : messagesOf(parseMessage(bytes.toString("utf8")));
}

/** Delivers the messages of an event, at once or once they are parsed; then the promise settles after that. */
export function deliverMessages(
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
  for (const one of read) onMessage(one);
  return undefined;
}

function messagesOf(value: unknown): readonly JSONRPCMessage[] {
  const messages = Array.isArray(value) ? value : [value];
  if (messages.length > 0 && messages.every(isMessage)) return messages;
  throw new SyntaxError(message("http.notMcp", "The server sent JSON that is not an MCP message."));
}

/**
 * The response to a request in the body of a refusal: from revision 2026-07-28 on, a 400 may hold a JSON-RPC error (transports).
 * `undefined` where the body is something else.
 */
export function errorIn(status: number, text: string, request: JSONRPCMessage): JSONRPCMessage | undefined {
  if (status !== 400 || !("id" in request) || bodyHeaders(request)["mcp-method"] === undefined) return undefined;
  try {
    return messagesOf(JSON.parse(text)).find((answer) => "error" in answer && answer.id === request.id);
  } catch {
    return undefined; // not JSON-RPC: the status is all there is
  }
}
