import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import { isAnswer, sendAnswer } from "../answers/answer";
import { type About, invalid } from "../answers/failure";
import type { RestParts } from "../restParts";
import { askOf } from "./ask";
import { bodyOf } from "./bodyOf";
import type { IdempotencyKeys } from "./idempotencyKeys";
import { isChatRequest } from "./isChatRequest";
import { keyedAnswer } from "./keyedAnswer";
import { sendWithProgress } from "./progressStream";
import { readRequest } from "./readRequest";
import { ChatRequest } from "./requestSchemas";
import { runAsk } from "./runAsk";

/** `POST /chat`: one call of a tool. As a stream it is its progress, then the same answer. */
export async function chat(
  parts: RestParts,
  keys: IdempotencyKeys,
  exchange: Exchange,
  client: GatewayClient,
): Promise<void> {
  const about: About = { server: null, tool: null, request: exchange.requestId };
  const text = await bodyOf(exchange, client, about);
  if (typeof text !== "string") return sendAnswer(exchange, text);
  const read = readRequest(text, ChatRequest, isChatRequest);
  if ("problem" in read) return sendAnswer(exchange, invalid(read.problem, about, read.fields));
  const ask = askOf(parts, exchange, client, read.value);
  if (isAnswer(ask)) return sendAnswer(exchange, ask);

  await sendWithProgress(exchange, parts.clock, (onProgress) =>
    keyedAnswer(keys, { exchange, client, about: ask.about, text }, (signal) => runAsk(parts, ask, signal, onProgress)),
  );
}
