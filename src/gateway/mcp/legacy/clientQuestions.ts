import { HubError } from "../../../core/kernel/hubError";
import { safeLine } from "../../../core/kernel/redact";
import { message } from "../../../protocol/message";
import type { Answering } from "../reply";
import { type Json, notificationMessage, type RpcId, type RpcMessage, requestMessage } from "../rpc";

/** What a client answers with. */
type Answer = Extract<RpcMessage, { kind: "response" }>;

/** Questions to the client of a session, each on the stream of the request that caused it. The ids are the session's own. */
export class ClientQuestions {
  private readonly waiting = new Map<RpcId, (answer: Answer) => void>();

  constructor(
    private readonly client: string,
    /** The number before that of the first question. */
    private last: number,
  ) {}

  /** The client answered. An id that nobody waits for means nothing. */
  answered(answer: Answer): void {
    this.waiting.get(answer.id)?.(answer);
  }

  /** Resolves with the client's result; rejects where it refuses, and when `signal` aborts. */
  ask(reply: Pick<Answering, "notify">, method: string, params: Json, signal: AbortSignal): Promise<Json> {
    const id = `mcp-hub-${++this.last}`;
    return new Promise<Json>((resolve, reject) => {
      const over = () => {
        this.waiting.delete(id);
        signal.removeEventListener("abort", gaveUp);
      };
      const gaveUp = () => {
        over();
        reply.notify(notificationMessage("notifications/cancelled", { requestId: id }));
        reject(signal.reason);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", gaveUp);
      this.waiting.set(id, ({ result, error }) => {
        over();
        if (result) resolve(result);
        else reject(refused(this.client, error));
      });
      reply.notify(requestMessage(id, method, params));
    });
  }
}

const refused = (client: string, error: Json | undefined) =>
  new HubError(
    "denied",
    message("gateway.clientRefused", "{client} did not answer the question: {why}", {
      client,
      why: typeof error?.message === "string" ? safeLine(error.message) : "no reason given",
    }),
  );
