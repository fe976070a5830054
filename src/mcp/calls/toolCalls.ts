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
import { message } from "../../protocol/message";
import { invalidResult, responseEndedEarly } from "../wire/errorResponse";
import { requestMeta } from "./requestMeta";

type Send = (message: JSONRPCMessage, options?: TransportSendOptions) => Promise<void>;

interface Pending {
  readonly resolve: (result: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly ending: Ending;
}

/** The hub's own request ids start here; the SDK's client counts from 0. The ids fit whatever type a server keeps them in. */
const firstId = 1_000_000_000;

/** The beginning of progress tokens that outlive their request. */
const ownToken = "mcp-hub-";

/**
 * Tool calls past the SDK's client, for the revisions with a handshake: nearly all traffic is tool calls, and the client parses each
 * message again. They share its transport; the result is read where it is used.
 */
export class ToolCalls {
  private readonly pending = new Slots<Pending>(firstId);
  /** The listeners of progress tokens that outlive their request. */
  private readonly listening = new Map<string, (progress: Progress) => void>();
  private lastToken = 0;

  constructor(
    private readonly server: string,
    private readonly send: Send,
    /** Takes failures that nobody waits for. */
    private readonly report: (error: unknown) => void,
  ) {}

  /** Rejects with the server's error (`ProtocolError`), with the reason of the signal, or with the loss of the transport. */
  call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options: RequestOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    return this.request("tools/call", { name, arguments: args }, options, options.ending);
  }

  /**
   * A progress token of its own, to be sent as `progressToken`: its progress is passed on until disposed, whatever becomes of the
   * request. The token of a call stays valid for as long as the task that it began (specification 2025-11-25, tasks, progress).
   */
  listen(onProgress: (progress: Progress) => void): Disposable & { readonly token: string } {
    const token = `${ownToken}${++this.lastToken}`;
    this.listening.set(token, onProgress);
    return { token, dispose: () => this.listening.delete(token) };
  }

  /** Sends any request that belongs to a tool call; `ending` where the signal ends nothing but this request. */
  request(
    method: string,
    params: Readonly<Record<string, unknown>>,
    options: RequestOptions,
    ending = endingOf(options.signal),
  ): Promise<Readonly<Record<string, unknown>>> {
    const { signal, onProgress, request } = options;
    return new Promise((resolve, reject) => {
      const cancel = () => {
        if (!this.take(id)) return;
        reject(signal.reason);
        const params = { requestId: id, reason: message("link.callCancelled", "The call was cancelled.") };
        this.send({ jsonrpc: "2.0", method: "notifications/cancelled", params }).catch(this.report);
      };
      const id = this.pending.add({ resolve, reject, onProgress, ending });
      ending.onEnd = cancel;
      // Progress is always requested: a server that reports progress must not be taken for one that hangs.
      const withToken = {
        ...params,
        _meta: isObject(params._meta) ? { ...params._meta } : { ...requestMeta(options), progressToken: id },
      };
      const sending = {
        requestSignal: signal,
        ...(request !== undefined && { headers: { "x-request-id": request } }),
        onRequestStreamEnd: () => this.fail(id, responseEndedEarly(this.server)),
      };
      this.send({ jsonrpc: "2.0", id, method, params: withToken }, sending).catch((error) => this.fail(id, error));
    });
  }

  /** Takes a response; returns whether it belongs to one of these calls, late ones included. */
  answer(response: JSONRPCResponse): boolean {
    const id = Number(response.id); // some servers send the id back as text
    if (!(id > firstId)) return false;
    const call = this.take(id);
    if (!call) return true;
    if ("error" in response && isObject(response.error)) {
      const { code, message: text, data } = response.error;
      call.reject(new ProtocolError(code, text, data));
    } else if ("error" in response) call.reject(invalidResult(this.server, "tools/call"));
    else if (isObject(response.result)) call.resolve(response.result);
    else call.reject(invalidResult(this.server, "tools/call"));
    return true;
  }

  /** The ids of the requests that wait for an answer. */
  waiting(): readonly number[] {
    return this.pending.numbers();
  }

  /** Takes a progress notification; returns whether it belongs to one of these calls, late ones included. */
  progress(params: unknown): boolean {
    if (!isObject(params)) return false;
    const { progressToken: token, progress, total, message: text } = params;
    const isLasting = typeof token === "string" && token.startsWith(ownToken);
    const id = Number(token); // some servers send the token back as text
    if (!isLasting && !(id > firstId)) return false;
    const onProgress = isLasting ? this.listening.get(token) : this.pending.get(id)?.onProgress;
    if (typeof progress === "number")
      onProgress?.({
        progress,
        ...(typeof total === "number" && { total }),
        ...(typeof text === "string" && { message: text }),
      });
    return true;
  }

  /** The transport is closed: no response will come. */
  end(): void {
    this.listening.clear();
    for (const id of this.pending.numbers())
      this.fail(
        id,
        new SdkError(SdkErrorCode.ConnectionClosed, message("calls.connectionClosed", "The connection was closed.")),
      );
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

/** Listens to a signal for as long as there is a listener. */
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
