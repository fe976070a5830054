import type {
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCRequest,
  JSONRPCResponse,
  Transport,
  TransportSendOptions,
} from "@modelcontextprotocol/client";
import { isObject } from "../../protocol/isObject";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { ToolCalls } from "../calls/toolCalls";
import type { HttpSendOptions } from "../http/httpParts";
import { normalizeResult } from "../normalize/normalizeResult";
import { carrySent } from "../normalize/sentEntry";
import { errorResponse, invalidResult, responseEndedEarly } from "../wire/errorResponse";
import type { MessageInfo } from "../wire/messageInfo";
import type { SecretMask } from "../wire/secretMask";
import { EmptyCursors } from "./emptyCursors";
import type { ListBounds } from "./listBounds";
import { ListSlices } from "./listSlices";
import { matched, withoutOddParts } from "./oddAnswers";
import { withLevel } from "./optionalRequests";
import type { Traffic } from "./traffic";

/**
 * Stands between the SDK and a transport, and sees every message. Mistakes of servers are corrected before the SDK would refuse the
 * whole result over them, and a request whose answer can no longer come fails at once instead of waiting forever.
 */
export class WatchedTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport["onmessage"];

  /** The methods of requests without an answer, by id. */
  private readonly waiting = new Map<string | number, string>();
  private modern = false;
  /** Called with the revisions that the server names when it is asked, however late. */
  ondiscovered?: ((revisions: readonly string[]) => void) | undefined;
  /** Follows the messages while the link opens. */
  opening: { sent(method: string): void; heard(): void } | undefined;
  /** The revision that the server answered the handshake with. */
  negotiatedRevision: string | undefined;
  instructions: string | undefined; // as the server sent them
  /** The level from which on log messages are sent: a server of revision 2026-07-28 sends none unless its requests carry one. */
  logLevel: ServerLogLevel | undefined;
  /** Handles requests of the server that the SDK does not know; ended with the transport. */
  tasks?: { take(request: JSONRPCRequest, cause?: AbortSignal): boolean; end(): void } | undefined;
  private closed = false;
  private readonly slices = new ListSlices();
  private readonly emptyCursors = new EmptyCursors();

  constructor(
    protected readonly inner: Transport,
    private readonly server: string,
    /** The calls that share this transport with the SDK. */
    private readonly calls: ToolCalls,
    /** Called with each notification of the server, as it came except for secrets. */
    onNotification: (method: string, params: unknown) => void,
    private readonly bounds?: ListBounds,
    mask?: SecretMask,
    /** Translates the failure of `server/discover` for the SDK. */
    private readonly notDiscovered: (error: unknown) => unknown = (error) => error,
    private readonly traffic?: Traffic,
  ) {
    inner.onclose = () => this.notifyClosed();
    inner.onerror = (error) => this.onerror?.(error);
    const receive = (message: JSONRPCMessage, info?: MessageInfo) => {
      if (traffic?.isWatched()) traffic.received(message, info);
      this.opening?.heard();
      if (!("method" in message)) {
        const isPlain = "result" in message && message.id !== undefined;
        this.answered(isPlain ? message : matched(message, server, () => this.onlyWaiting, mask));
        return;
      }
      if (!isNotification(message)) {
        if (!this.hasTasks || !this.tasks?.take(message, info?.cause)) this.onmessage?.(message, info);
        return;
      }
      const masked = mask ? withoutSecrets(message, mask) : message;
      // The SDK first: it drops its cached list, which listeners read again.
      if (!this.handlesItself(masked)) this.onmessage?.(masked);
      onNotification(masked.method, masked.params);
    };
    // Whatever a server sends, nothing may escape from here: it would end the process, and all servers with it.
    inner.onmessage = (message: JSONRPCMessage, info?: MessageInfo) => {
      try {
        receive(message, info);
      } catch (error) {
        this.unhandled(message, error);
      }
    };
  }

  get sessionId(): string | undefined {
    return this.inner.sessionId;
  }

  get hasPerRequestStream(): boolean {
    return this.inner.hasPerRequestStream ?? false;
  }

  start(): Promise<void> {
    return this.inner.start();
  }

  /** Requests that wait for an answer fail at once; settles when nothing is left of the transport. */
  close(): Promise<void> {
    this.notifyClosed();
    return this.inner.close();
  }

  setProtocolVersion(version: string): void {
    this.modern = version >= "2026-07-28";
    this.inner.setProtocolVersion?.(version);
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (!("method" in message)) return this.forward(message, options);
    if (!("id" in message)) {
      if (message.method === "notifications/cancelled") this.forgetRequest(message.params?.requestId);
      return this.forward(message, options);
    }
    const { id, method } = message;
    this.opening?.sent(method);
    this.bounds?.requested(method, message.params);
    this.waiting.set(id, method);
    const rest = this.slices.take(method, message.params);
    if (rest) return void setImmediate(() => this.handOn({ jsonrpc: "2.0", id, result: rest }));
    try {
      const params = this.emptyCursors.requested(method, message.params);
      const paged = params ? { ...message, params } : message;
      const outgoing = this.modern && this.logLevel ? withLevel(paged, this.logLevel) : paged;
      await this.forward(outgoing, { ...options, onRequestStreamEnd: () => this.streamEnded(id, options) });
    } catch (error) {
      const last = this.emptyCursors.refused(method);
      if (last) return this.handOn({ jsonrpc: "2.0", id, result: last });
      this.waiting.delete(id);
      throw method === "server/discover" ? this.notDiscovered(error) : error;
    }
  }

  /** Sends a message as it is, past the SDK. Every message that leaves comes through here. */
  forward(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const { traffic } = this;
    if (!traffic?.isWatched()) return this.inner.send(message, options);
    return this.record(traffic, message, options);
  }

  /** Sends a message while somebody looks. Over HTTP it is recorded each time that a request carries it. */
  protected async record(traffic: Traffic, message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const { failed, ...observer } = traffic.exchange(message);
    const observed: HttpSendOptions = { ...options, observer };
    try {
      await this.inner.send(message, observed);
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  /** Whether the server's requests may be tasks: in the one revision that has them. */
  private get hasTasks(): boolean {
    return this.negotiatedRevision === "2025-11-25";
  }

  /** Messages that the SDK does not need: it would parse them in full for nothing, and servers may log a lot. */
  private handlesItself({ method, params }: JSONRPCNotification): boolean {
    if (method === "notifications/message") return true;
    return method === "notifications/progress" && this.calls.progress(params);
  }

  /** The request that waits for an answer, where there is exactly one. */
  private get onlyWaiting(): string | number | undefined {
    const all = [...this.waiting.keys(), ...this.calls.waiting()];
    return all.length === 1 ? all[0] : undefined;
  }

  private answered(response: JSONRPCResponse): void {
    if (this.calls.answer(response)) return;
    // The SDK handles notifications a step later than answers: progress right before the answer would be lost.
    queueMicrotask(() => this.handOn(response));
  }

  private handOn(response: JSONRPCResponse): void {
    try {
      this.onmessage?.(this.normalized(response));
    } catch (error) {
      this.unhandled(response, error);
    }
  }

  /** A message that could not be handled. Its sender must not wait forever. */
  private unhandled(message: JSONRPCMessage, error: unknown): void {
    this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    if ("method" in message || message.id === undefined) return;
    const method = this.waiting.get(message.id) ?? "tools/call";
    const failure = errorResponse(message.id, invalidResult(this.server, method));
    if (!this.calls.answer(failure)) this.onmessage?.(failure);
  }

  private normalized(message: JSONRPCResponse): JSONRPCMessage {
    if (message.id === undefined) return message;
    const id = this.waiting.has(message.id) ? message.id : Number(message.id); // some servers send it back as text
    const method = this.waiting.get(id);
    this.waiting.delete(id);
    if (method === undefined) return message;
    const given = "error" in message ? this.emptyCursors.refused(method) : message.result;
    if ("error" in message && !given) return message;
    const { result = null } = withoutOddParts(method, given);
    if (result === null) return errorResponse(id, invalidResult(this.server, method));
    this.noteResult(method, result);
    const page = this.slices.cut(method, this.emptyCursors.page(method, result));
    const bounded = this.bounds?.bounded(method, page) ?? page;
    return { jsonrpc: "2.0", id, result: normalizeResult(method, bounded, this.modern, carrySent) };
  }

  private noteResult(method: string, result: Readonly<Record<string, unknown>>): void {
    if (typeof result.instructions === "string") this.instructions ??= result.instructions; // of the handshake
    if (method === "server/discover" && Array.isArray(result.supportedVersions))
      this.ondiscovered?.(result.supportedVersions.map(String));
    if (method === "initialize") this.negotiatedRevision = String(result.protocolVersion);
  }

  /** The response stream of one request ended (Streamable HTTP): without an answer, none will come. */
  private streamEnded(id: string | number, options: TransportSendOptions | undefined): void {
    options?.onRequestStreamEnd?.();
    if (this.waiting.has(id)) this.handOn(errorResponse(id, responseEndedEarly(this.server)));
  }

  private notifyClosed(): void {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.();
    this.calls.end(); // after the SDK, which says why
    this.tasks?.end();
  }

  private forgetRequest(id: unknown): void {
    if (typeof id === "string" || typeof id === "number") this.waiting.delete(id);
  }
}

const isNotification = (message: JSONRPCMessage): message is JSONRPCNotification =>
  "method" in message && !("id" in message);

/** Progress and log messages are published as events. */
function withoutSecrets(message: JSONRPCNotification, mask: SecretMask): JSONRPCNotification {
  const params = mask.data(message.params);
  return isObject(params) ? { ...message, params } : message;
}
