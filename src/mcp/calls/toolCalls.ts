import {
  type JSONRPCMessage,
  type JSONRPCResponse,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  type TransportSendOptions,
} from "@modelcontextprotocol/client";
import type { RequestOptions } from "../../core/connection/link";
import type { Disposable } from "../../core/kernel/disposable";
import { Slots } from "../../core/kernel/slots";
import type { Ending } from "../../core/kernel/timeLimit";
import type { Progress } from "../../core/messages/toolResult";
import { isObject } from "../../protocol/isObject";
import { endedEarly, noResult } from "../wire/refusal";

type Send = (message: JSONRPCMessage, options?: TransportSendOptions) => Promise<void>;

interface Pending {
  readonly resolve: (result: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly ending: Ending;
}

/** Ids from here on are ours; the SDK's client counts from 0. Whatever a server keeps ids in, this fits. */
const firstId = 1_000_000_000;

/** How the tokens of progress begin that outlive their request. */
const ownToken = "mcp-hub-";

/**
 * Tool calls past the SDK's client, for the revisions with a handshake: nearly all traffic is tool calls, and the client parses each
 * message anew. They share its transport; what the answer holds is looked at where it is used.
 */
export class ToolCalls {
  private readonly pending = new Slots<Pending>(firstId);
  /** Who hears the progress of a token that outlives its request. */
  private readonly listening = new Map<string, (progress: Progress) => void>();
  private lastToken = 0;

  constructor(
    private readonly server: string,
    private readonly send: Send,
    /** Hears what went wrong and nobody waits for. */
    private readonly tell: (error: unknown) => void,
  ) {}

  /** Rejects with what the server answered (`ProtocolError`), with the reason of the signal, or with what became of the line. */
  call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options: RequestOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.request("tools/call", { name, arguments: args }, options, options.ending);
  }

  /**
   * A progress token of its own, to be sent as `progressToken`: it is heard until disposed, whatever becomes of the request. The token of
   * a call stays good for as long as the task that it began (specification 2025-11-25, tasks, progress).
   */
  listen(onProgress: (progress: Progress) => void): Disposable & { readonly token: string } {
    const token = `${ownToken}${++this.lastToken}`;
    this.listening.set(token, onProgress);
    return { token, dispose: () => this.listening.delete(token) };
  }

  /** Any request that belongs to a tool call, on the same way; `ending` where it alone is what the signal ends. */
  request(
    method: string,
    params: Readonly<Record<string, unknown>>,
    { signal, onProgress }: RequestOptions,
    ending = endingOf(signal),
  ): Promise<Readonly<Record<string, unknown>>> {
    return new Promise((resolve, reject) => {
      const cancel = () => {
        if (!this.take(id)) return;
        reject(signal.reason);
        const params = { requestId: id, reason: "The call was cancelled." };
        this.send({ jsonrpc: "2.0", method: "notifications/cancelled", params }).catch(this.tell);
      };
      const id = this.pending.add({ resolve, reject, onProgress, ending });
      ending.onEnd = cancel;
      // Progress is always asked for: a server that tells it must not be taken for one that hangs.
      const message = { ...params, _meta: isObject(params._meta) ? { ...params._meta } : { progressToken: id } };
      const sending = {
        requestSignal: signal,
        onRequestStreamEnd: () => this.fail(id, endedEarly(this.server)),
      };
      this.send({ jsonrpc: "2.0", id, method, params: message }, sending).catch((error) => this.fail(id, error));
    });
  }

  /** Takes an answer; whether it was one of these calls, late ones included. */
  answer(message: JSONRPCResponse): boolean {
    const id = Number(message.id); // some servers answer with the text of it
    if (!(id > firstId)) return false;
    const call = this.take(id);
    if (!call) return true;
    if ("error" in message) {
      const { code, message: words, data } = message.error;
      call.reject(new ProtocolError(code, words, data));
    } else if (isObject(message.result)) call.resolve(message.result);
    else call.reject(noResult(this.server, "tools/call"));
    return true;
  }

  /** Takes the progress of a call; whether it was one of these, late ones included. */
  progress(params: unknown): boolean {
    if (!isObject(params)) return false;
    const { progressToken: token, progress, total, message } = params;
    const own = typeof token === "number" ? token > firstId : typeof token === "string" && token.startsWith(ownToken);
    if (!own) return false;
    const hear = typeof token === "number" ? this.pending.get(token)?.onProgress : this.listening.get(String(token));
    if (typeof progress === "number")
      hear?.({
        progress,
        ...(typeof total === "number" && { total }),
        ...(typeof message === "string" && { message }),
      });
    return true;
  }

  /** The line is gone: no answer will come. */
  end(): void {
    this.listening.clear();
    for (const id of this.pending.numbers())
      this.fail(id, new SdkError(SdkErrorCode.ConnectionClosed, "The connection was closed."));
  }

  private fail(id: number, error: unknown): void {
    this.take(id)?.reject(error);
  }

  private take(id: number): Pending | undefined {
    const call = this.pending.take(id);
    if (call) call.ending.onEnd = undefined;
    return call;
  }
}

/** Listens to a signal for as long as there is somebody to tell. */
function endingOf(signal: AbortSignal): Ending {
  let run: (() => void) | undefined;
  const ended = () => run?.();
  return {
    get onEnd() {
      return run;
    },
    set onEnd(listener) {
      run = listener;
      if (run) signal.addEventListener("abort", ended, { once: true });
      else signal.removeEventListener("abort", ended);
    },
  };
}
