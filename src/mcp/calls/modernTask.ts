import { type Client, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import type { RequestOptions } from "../../core/connection/link";
import { HubError } from "../../core/kernel/hubError";
import { isObject } from "../../protocol/isObject";
import { anyResult, noLimitMs } from "../normalize/sdkShapes";
import type { TaskWay } from "./followTask";
import { type Json, taskState } from "./taskState";

/** Answers one request that stands in a result. Rejects with a `HubError` where there is no answer. */
export type AnswerInput = (request: unknown, signal: AbortSignal) => Promise<Json>;

/** More questions than this, of one task, are no questions any more. */
const maxQuestions = 100;

/**
 * A task of the extension `io.modelcontextprotocol/tasks` (SEP-2663, revision 2026-07-28): its questions and its result stand in what
 * `tasks/get` says.
 */
export function modernTask(
  server: string,
  taskId: string,
  client: Client,
  answer: AnswerInput,
  /** Hears of an answer that did not arrive; it is sent again at the next look. */
  tell: (error: unknown) => void,
): TaskWay {
  /** Every question so far; with its answer where that has not arrived. */
  const asked = new Map<string, Json | undefined>();
  const request = (method: string, params: Json, { signal }: RequestOptions) =>
    client.request({ method, params: { taskId, ...params } }, anyResult, { signal, timeout: noLimitMs });

  const attend = async (key: string, question: unknown, options: RequestOptions) => {
    const unsent = asked.get(key);
    if (asked.has(key) && !unsent) return;
    if (asked.size >= maxQuestions)
      throw new HubError("protocol", `A task of "${server}" asks more than ${maxQuestions} times. It was cancelled.`);
    asked.set(key, undefined);
    const response = unsent ?? (await answer(question, options.signal));
    try {
      await request("tasks/update", { inputResponses: { [key]: response } }, options);
    } catch (error) {
      asked.set(key, response);
      tell(error);
    }
  };

  return {
    id: taskId,
    look: async (options) => taskState(server, await request("tasks/get", {}, options)),
    outcome: async ({ status, said }) => {
      if (status === "failed") throw failureOf(said.error);
      if (isObject(said.result)) return said.result;
      throw new HubError(
        "protocol",
        `"${server}" completed a task without a result. Report it to the server's author.`,
      );
    },
    attend: async ({ said }, options) => {
      const questions = Object.entries(isObject(said.inputRequests) ? said.inputRequests : {});
      await Promise.all(questions.map(([key, question]) => attend(key, question, options)));
    },
    cancel: async (signal) => void (await request("tasks/cancel", {}, { signal })),
  };
}

function failureOf(error: unknown): ProtocolError {
  const { code, message, data } = isObject(error) ? error : {};
  return new ProtocolError(
    typeof code === "number" ? code : ProtocolErrorCode.InternalError,
    typeof message === "string" ? message : "The task failed.",
    data,
  );
}
