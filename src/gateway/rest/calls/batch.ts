import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import { type Answer, isAnswer, sendAnswer } from "../answers/answer";
import { type About, invalid, refusal } from "../answers/failure";
import type { RestParts } from "../restParts";
import { askOf } from "./ask";
import { bodyOf } from "./bodyOf";
import type { IdempotencyKeys } from "./idempotencyKeys";
import { keyedAnswer } from "./keyedAnswer";
import { readRequest } from "./readRequest";
import { BatchRequest } from "./requestSchemas";
import { runAsk } from "./runAsk";

/** How many calls of one batch run at the same time, if the client may make so many. */
const mostAtOnce = 16;

/** `POST /batch`: several calls of tools. Each is settled: one that fails, or is refused, never loses another. */
export async function batch(
  parts: RestParts,
  keys: IdempotencyKeys,
  exchange: Exchange,
  client: GatewayClient,
): Promise<void> {
  const about: About = { server: null, tool: null, request: exchange.requestId };
  const text = await bodyOf(exchange, client, about);
  if (typeof text !== "string") return sendAnswer(exchange, text);
  const read = readRequest(text, BatchRequest);
  if ("problem" in read) return sendAnswer(exchange, invalid(read.problem, about, read.fields));
  const { requests, mode } = read.value;
  const answer = keyedAnswer(keys, { exchange, client, about, text }, async (signal) => {
    // The batch itself was counted when it was let in.
    const refused = requests.length > 1 ? parts.charge?.(client, requests.length - 1) : undefined;
    if (refused) return refusal(refused, about);
    const asks = requests.map((one, index) => askOf(parts, exchange, client, one, `requests[${index}].`));
    const atOnce = mode === "sequential" ? 1 : Math.max(1, Math.min(mostAtOnce, client.limits.concurrent));
    return together(await settled(asks, atOnce, (ask) => (isAnswer(ask) ? ask : runAsk(parts, ask, signal))));
  });
  sendAnswer(exchange, await answer);
}

/** Runs so many at a time; the answers are in the order of the requests. */
async function settled<T>(
  all: readonly T[],
  atOnce: number,
  run: (one: T) => Promise<Answer> | Answer,
): Promise<readonly Answer[]> {
  const answers = new Array<Answer>(all.length);
  const rest = all.entries();
  const work = async () => {
    for (const [index, one] of rest) answers[index] = await run(one);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, work));
  return answers;
}

/** The answers of all as one, each as it would be alone. */
function together(answers: readonly Answer[]): Answer {
  const failed = answers.filter(({ status }) => status >= 400).length;
  const status = failed === 0 ? "success" : failed === answers.length ? "error" : "partial";
  const head = `{"status":"${status}","succeeded":${answers.length - failed},"failed":${failed},"results":[`;
  return {
    status: 200,
    json: `${head}${answers.map(({ json }) => json).join(",")}]}`,
    ...(answers.every(({ undone }) => undone) && { undone: true }),
  };
}
