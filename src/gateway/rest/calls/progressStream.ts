import type { Clock } from "../../../core/kernel/clock";
import { safeText } from "../../../core/kernel/redact";
import type { Progress } from "../../../core/messages/toolResult";
import type { Exchange } from "../../http/exchange";
import { SseWriter } from "../../http/sseWriter";
import { wantsStream } from "../answers/accept";
import { type Answer, isAnswer, sendAnswer } from "../answers/answer";

/** How much of a server's progress message is passed on, in characters. */
const progressTextLimit = 1000;

/**
 * Sends what a request comes to. To a client that asks for a stream: an event `progress` for each report of the server, then one event
 * `result` with the same answer.
 *
 * @param start - begins the request; what is not a promise is a refusal, which keeps its own status also where a stream was asked for
 */
export async function sendWithProgress(
  exchange: Exchange,
  clock: Pick<Clock, "after">,
  start: (onProgress: ((progress: Progress) => void) | undefined) => Promise<Answer> | Answer,
): Promise<void> {
  if (!wantsStream(exchange.request.headers.accept)) return sendAnswer(exchange, await start(undefined));
  let writer: SseWriter | undefined;
  const answer = start((progress) => writer?.send(progressJson(progress), { event: "progress" }));
  if (isAnswer(answer)) return sendAnswer(exchange, answer);
  writer = new SseWriter(exchange, clock);
  writer.send((await answer).json, { event: "result" });
  writer.end();
}

const progressJson = ({ progress, total, message }: Progress): string =>
  JSON.stringify({
    progress,
    ...(total !== undefined && { total }),
    ...(message !== undefined && { message: safeText(message, progressTextLimit) }),
  });
