import { formatBytes } from "../../../core/messages/resultText";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import { BodyProblem, readBody, readBytes } from "../../http/readBody";
import type { Answer } from "../answers/answer";
import { type About, failure } from "../answers/failure";

/** The body of a request as text, or the answer that says why it was not read. */
export async function bodyOf(exchange: Exchange, { limits }: GatewayClient, about: About): Promise<string | Answer> {
  try {
    return await readBody(exchange, limits.bodyBytes);
  } catch (error) {
    return unread(error, limits.bodyBytes, about);
  }
}

/** The body of a request as bytes, or the answer that says why it was not read. */
export async function bytesOf(exchange: Exchange, { limits }: GatewayClient, about: About): Promise<Buffer | Answer> {
  try {
    return await readBytes(exchange, limits.bodyBytes);
  } catch (error) {
    return unread(error, limits.bodyBytes, about);
  }
}

function unread(error: unknown, limit: number, about: About): Answer {
  if (!(error instanceof BodyProblem)) throw error;
  // The rest of the body was not read, so the connection cannot be used again.
  const facts = { undone: true, headers: { connection: "close" } } as const;
  return failure("VALIDATION_ERROR", error.status, problemText(error, limit), about, facts);
}

function problemText({ status }: BodyProblem, limit: number): string {
  switch (status) {
    case 413:
      return message(
        "rest.bodyTooLarge",
        "The body is larger than {limit}, the limit of this client. Send less at once.",
        {
          limit: formatBytes(limit),
        },
      );
    case 408:
      return message("rest.bodyTooSlow", "The body did not arrive in time. Send the request again.");
    case 400:
      return message("rest.bodyBroken", "The body did not arrive completely. Send the request again.");
  }
}
