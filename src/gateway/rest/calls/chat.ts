import { safeText } from "../../../core/kernel/redact";
import type { Progress } from "../../../core/messages/toolResult";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import { SseWriter } from "../../http/sseWriter";
import { wantsStream } from "../answers/accept";
import { isAnswer, sendAnswer } from "../answers/answer";
import { type About, invalid } from "../answers/failure";
import type { RestParts } from "../restParts";
import { askOf } from "./ask";
import { bodyOf } from "./bodyOf";
import type { IdempotencyKeys } from "./idempotencyKeys";
import { isChatRequest } from "./isChatRequest";
import { keyedAnswer } from "./keyedAnswer";
import { readRequest } from "./readRequest";
import { ChatRequest } from "./requestSchemas";
import { runAsk } from "./runAsk";

/** How much of a server's progress message is passed on, in characters. */
const progressTextLimit = 1000;

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

  const isStream = wantsStream(exchange.request.headers.accept);
  let writer: SseWriter | undefined;
  const onProgress = (progress: Progress) => writer?.send(progressJson(progress), { event: "progress" });
  const answer = keyedAnswer(keys, { exchange, client, about: ask.about, text }, (signal) =>
    runAsk(parts, ask, signal, isStream ? onProgress : undefined),
  );
  // What is refused before anything runs has its own status, also where a stream was asked for.
  if (!isStream || isAnswer(answer)) return sendAnswer(exchange, await answer);
  writer = new SseWriter(exchange, parts.clock);
  writer.send((await answer).json, { event: "result" });
  writer.end();
}

const progressJson = ({ progress, total, message }: Progress): string =>
  JSON.stringify({
    progress,
    ...(total !== undefined && { total }),
    ...(message !== undefined && { message: safeText(message, progressTextLimit) }),
  });
