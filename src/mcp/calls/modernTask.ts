import { type Client, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import type { RequestOptions } from "../../core/connection/link";
import { HubError } from "../../core/kernel/hubError";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { anyResult, noLimitMs } from "../normalize/sdkShapes";
import type { ServerTask } from "./followTask";
import { type Json, taskState } from "./taskState";

/** Answers one request that came inside a result. Rejects with a `HubError` where there is no answer. */
export type AnswerInput = (request: unknown, signal: AbortSignal) => Promise<Json>;

/** The most questions of one task. */
const maxQuestions = 100;

/**
 * A task of the extension `io.modelcontextprotocol/tasks` (SEP-2663, revision 2026-07-28): its questions and its result come in the
 * results of `tasks/get`.
 */
export function modernTask(
  server: string,
  taskId: string,
  client: Client,
  answer: AnswerInput,
  /** Takes the failure to deliver an answer; it is sent again at the next poll. */
  report: (error: unknown) => void,
): ServerTask {
  /** Every question so far; with its answer where that was not delivered. */
  const asked = new Map<string, Json | undefined>();
  const request = (method: string, params: Json, { signal }: RequestOptions) =>
    client.request({ method, params: { taskId, ...params } }, anyResult, { signal, timeout: noLimitMs });

  const answerQuestions = async (key: string, question: unknown, options: RequestOptions) => {
    const unsent = asked.get(key);
    if (asked.has(key) && !unsent) return;
    if (asked.size >= maxQuestions)
      throw new HubError(
        "protocol",
        message("task.tooManyQuestions", 'A task of "{server}" asked more than {limit} questions. It was cancelled.', {
          server,
          limit: maxQuestions,
        }),
      );
    asked.set(key, undefined);
    const response = unsent ?? (await answer(question, options.signal));
    try {
      await request("tasks/update", { inputResponses: { [key]: response } }, options);
    } catch (error) {
      asked.set(key, response);
      report(error);
    }
  };

  return {
    id: taskId,
    state: async (options) => taskState(server, await request("tasks/get", {}, options)),
    outcome: async ({ status, fields }) => {
      if (status === "failed") throw failureOf(fields.error);
      if (isObject(fields.result)) return fields.result;
      throw new HubError(
        "protocol",
        message("task.noResult", '"{server}" completed a task without a result. Report it to its author.', { server }),
      );
    },
    answerQuestions: async ({ fields }, options) => {
      const questions = Object.entries(isObject(fields.inputRequests) ? fields.inputRequests : {});
      await Promise.all(questions.map(([key, question]) => answerQuestions(key, question, options)));
    },
    cancel: async (signal) => void (await request("tasks/cancel", {}, { signal })),
  };
}

function failureOf(error: unknown): ProtocolError {
  const { code, message: text, data } = isObject(error) ? error : {};
  return new ProtocolError(
    typeof code === "number" ? code : ProtocolErrorCode.InternalError,
    typeof text === "string" ? text : message("task.failed", "The task failed."),
    data,
  );
}
