import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/client";
import { message } from "../../protocol/message";
import { brokenAnswers } from "../wire/brokenAnswers";
import { parseMessage } from "../wire/messageJson";
import { messagesIn, messagesOf as messagesOnLine } from "../wire/messagesOf";
import { isLarge, parseInSlices } from "../wire/parseInSlices";
import { bodyHeaders } from "./requestHeaders";

/**
 * The messages in a body or an event; more than one in a batch (revision 2025-03-26). Broken JSON is the failure of the request that it
 * answers, where it names one. A promise where the text is so large that it is parsed in time slices.
 *
 * @throws {SyntaxError} where the text is not JSON, or not JSON-RPC; a promise rejects with it
 */
export function readMessages(bytes: Buffer): readonly JSONRPCMessage[] | Promise<readonly JSONRPCMessage[]> {
  const broken = (error: unknown) => {
    const answers = brokenAnswers(bytes);
    if (answers) return answers;
    throw error;
  };
  if (isLarge(bytes)) return parseInSlices(bytes).catch(broken).then(messagesOf);
  let value: unknown;
  try {
    value = parseMessage(bytes.toString("utf8"));
  } catch (error) {
    return broken(error);
  }
  return messagesOf(value);
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
  const messages = messagesIn(value);
  if (messages) return messages;
  throw new SyntaxError(message("http.notMcp", "The server sent JSON that is not an MCP message."));
}

/** What the body of a refusal says to the request itself. */
const aboutCaller = new Set([401, 403, 407, 408, 429]);

/** The requests that find out what a server is: their status says it. */
const opening = new Set(["initialize", "server/discover"]);

/**
 * The response to a request in the body of a refusal: a server may answer with a JSON-RPC error and a status that fits it. `undefined`
 * where the body is something else, where the status is about the caller, and where the session may be gone (`hasSession`).
 */
export function errorIn(
  status: number,
  text: string,
  request: JSONRPCMessage,
  hasSession: boolean,
): JSONRPCMessage | undefined {
  if (!("id" in request) || !("method" in request) || aboutCaller.has(status)) return undefined;
  // From revision 2026-07-28 on, a 400 may hold a JSON-RPC error (transports).
  const isModern = bodyHeaders(request)["mcp-method"] !== undefined;
  if (opening.has(request.method) && !(isModern && status === 400)) return undefined;
  if (hasSession && speaksOfSession(text)) return undefined;
  const answer = messagesInText(text).find((one) => !("method" in one) && isSameId(one.id, request.id));
  return answer && "error" in answer ? answer : undefined;
}

/** Whether a refusal speaks of a session. */
export const speaksOfSession = (text: unknown): boolean => /session/i.test(String(text));

const isSameId = (one: unknown, other: unknown): boolean => one !== undefined && String(one) === String(other);

/**
 * The messages in the body of a response to one request, in which its answer has its id: an answer that names no request, and an error
 * that names another one, can be meant for nothing else.
 */
export function answersTo(id: RequestId, messages: readonly JSONRPCMessage[]): AnswersTo {
  const [first] = messages;
  // Nearly every body is this.
  if (messages.length === 1 && first && !("method" in first) && first.id === id) return { messages, isAnswered: true };
  const isResponse = (one: JSONRPCMessage) => !("method" in one);
  const own = messages.find((one) => isResponse(one) && "id" in one && isSameId(one.id, id));
  if (own) return { messages, isAnswered: true };
  const meant = messages.find((one) => isResponse(one) && (!("id" in one) || one.id === undefined || "error" in one));
  if (!meant) return { messages, isAnswered: false };
  return {
    messages: messages.map((one) => (one === meant ? ({ ...one, id } as JSONRPCMessage) : one)),
    isAnswered: true,
  };
}

interface AnswersTo {
  readonly messages: readonly JSONRPCMessage[];
  readonly isAnswered: boolean;
}

/** The messages of a body, which may be something else: then there are none. */
export const messagesInText = (text: string): readonly JSONRPCMessage[] => messagesOnLine(Buffer.from(text)) ?? [];
