import { createHash } from "node:crypto";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import type { Answer } from "../answers/answer";
import { type About, failure, invalid } from "../answers/failure";
import type { IdempotencyKeys } from "./idempotencyKeys";

/** A key: visible ASCII, as header values allow it, at most 255 characters. */
const keyForm = /^[\x21-\x7e]{1,255}$/;

/**
 * The answer to a request that may carry an `Idempotency-Key`. Without one, the request ends with its connection. With one it runs to its
 * end, so that a client that sends it again learns what came of it. What is not a promise is a refusal: nothing runs.
 *
 * @param text - the body
 * @param start - makes the request; `signal` ends it
 */
export function keyedAnswer(
  keys: IdempotencyKeys,
  { exchange, client, about, text }: KeyedRequest,
  start: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> | Answer {
  const key = exchange.request.headers["idempotency-key"];
  if (key === undefined) return start(exchange.signal);
  if (typeof key !== "string" || !keyForm.test(key)) return badKey(about);
  const keyed = keys.answer(client.id, key, digestOf(exchange, text), () => start(new AbortController().signal));
  switch (keyed.kind) {
    case "first":
      return keyed.answer;
    case "same":
      return keyed.answer.then((answer) => ({
        ...answer,
        headers: { ...answer.headers, "idempotency-replayed": "true" },
      }));
    case "other":
      return conflict(
        about,
        message("rest.keyReused", "This Idempotency-Key was used for another request. Send this one with a new key."),
      );
    case "gone":
      return conflict(
        about,
        message(
          "rest.answerGone",
          "The request with this Idempotency-Key was made before, but its answer is no longer kept. Check what it did before you make it again with a new key.",
        ),
      );
  }
}

interface KeyedRequest {
  readonly exchange: Exchange;
  readonly client: GatewayClient;
  readonly about: About;
  readonly text: string;
}

/** Of everything that decides what the request does. */
const digestOf = ({ request, path }: Exchange, text: string): string =>
  createHash("sha256")
    .update(JSON.stringify([request.method, path, request.headers["x-mcp-target-server"] ?? ""]))
    .update(text)
    .digest("base64");

const badKey = (about: About): Answer => {
  const text = message(
    "rest.badKey",
    "The header Idempotency-Key must have 1 to 255 visible ASCII characters. A UUID is a good key.",
  );
  return invalid(text, about, [{ path: "Idempotency-Key", message: text }]);
};

const conflict = (about: About, text: string): Answer =>
  failure("VALIDATION_ERROR", 409, text, about, { undone: true });
