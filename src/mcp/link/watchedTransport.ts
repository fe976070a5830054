import {
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type JSONRPCResponse,
  LOG_LEVEL_META_KEY,
  type Transport,
  type TransportSendOptions,
} from "@modelcontextprotocol/client";
import { isObject } from "../../protocol/isObject";
import type { ServerLogLevel } from "../../protocol/serverLogLevel";
import type { ToolCalls } from "../calls/toolCalls";
import type { HttpSendOptions } from "../http/httpParts";
import { normalizeResult } from "../normalize/normalizeResult";
import { errorResponse, invalidResult, responseEndedEarly } from "../wire/errorResponse";
import type { MessageInfo } from "../wire/messageInfo";
import type { SecretMask } from "../wire/secretMask";
import type { ListBounds } from "./listBounds";
import { ListSlices } from "./listSlices";
import type { Traffic } from "./traffic";

/**
 * Stands between the SDK and a transport, and sees every message. Mistakes of servers are corrected before the SDK would refuse the
 * whole result over them, and a request whose answer can no longer come fails at once instead of waiting forever.
 */
export class WatchedTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Transport["onmessage"];

  /** The methods of the requests that wait for an answer, by id. */
  private readonly waiting = new Map<string | number, string>();
  private modern = false;
  /** Called with the revisions that the server names in its answer to `server/discover`, however late. */
  ondiscovered?: ((revisions: readonly string[]) => void) | undefined;
  /** Follows the messages while the link opens. */
  opening: { sent(method: string): void; heard(): void } | undefined;
  /** The revision that the server answered the handshake with. */
  negotiatedRevision: string | undefined;
  /** The level from which on log messages are sent: a server of revision 2026-07-28 sends none unless its requests carry one. */
  logLevel: ServerLogLevel | undefined;
  /** Handles requests of the server that the SDK does not know; ended with the transport. */
  tasks?: { take(request: JSONRPCRequest): boolean; end(): void } | undefined;
  private closed = false;
  private readonly slices = new ListSlices();

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
    inner.onmessage = (message: JSONRPCMessage, info?: MessageInfo) => {
      if (traffic?.isWatched()) traffic.received(message, info);
      this.opening?.heard();
      if (!("method" in message)) {
        if (calls.answer(message)) return;
        // The SDK handles notifications a step later than answers: progress right before the answer would be lost.
        queueMicrotask(() => this.onmessage?.(this.normalized(message)));
        return;
      }
      if (!isNotification(message)) {
        if (!this.hasTasks || !this.tasks?.take(message)) this.onmessage?.(message);
        return;
      }
      const masked = mask ? withoutSecrets(message, mask) : message;
      // The SDK first: it drops its cached list, and the listeners of the change read the list again.
      if (!this.handlesItself(masked)) this.onmessage?.(masked);
      onNotification(masked.method, masked.params);
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
    if (rest) return void setImmediate(() => this.onmessage?.(this.normalized({ jsonrpc: "2.0", id, result: rest })));
    try {
      const outgoing = this.modern && this.logLevel ? withLevel(message, this.logLevel) : message;
      await this.forward(outgoing, { ...options, onRequestStreamEnd: () => this.streamEnded(id, options) });
    } catch (error) {
      this.waiting.delete(id);
      throw method === "server/discover" ? this.notDiscovered(error) : error;
    }
  }

  /** Sends a message to the server as it is, past the SDK. Every message that leaves comes through here. */
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

  private normalized(message: JSONRPCResponse): JSONRPCMessage {
    const { id } = message;
    if (id === undefined) return message;
    const method = this.waiting.get(id);
    this.waiting.delete(id);
    if (method === undefined || !("result" in message)) return message;
    if (typeof message.result === "object" && message.result !== null) {
      this.noteResult(method, message.result);
      const page = this.slices.cut(method, message.result);
      const result = this.bounds?.bounded(method, page) ?? page;
      return { ...message, result: normalizeResult(method, result, this.modern) };
    }
    return errorResponse(id, invalidResult(this.server, method));
  }

  private noteResult(method: string, { supportedVersions, protocolVersion }: Readonly<Record<string, unknown>>): void {
    if (method === "server/discover" && Array.isArray(supportedVersions))
      this.ondiscovered?.(supportedVersions.map(String));
    if (method === "initialize") this.negotiatedRevision = String(protocolVersion);
  }

  /** The response stream of one request ended (Streamable HTTP): without an answer, none will come. */
  private streamEnded(id: string | number, options: TransportSendOptions | undefined): void {
    options?.onRequestStreamEnd?.();
    if (this.waiting.delete(id)) this.onmessage?.(errorResponse(id, responseEndedEarly(this.server)));
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

/**
 * The same over a pipe, which the SDK recognizes by these members: there, a server that does not answer `server/discover` is taken for
 * one of the older era, and the handshake follows over the same pipe.
 */
export class WatchedPipe extends WatchedTransport {
  readonly stderr = null;
  readonly pid = null;

  protected override record(traffic: Traffic, message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    traffic.sent(message);
    return this.inner.send(message, options);
  }
}

const isNotification = (message: JSONRPCMessage): message is JSONRPCNotification =>
  "method" in message && !("id" in message);

/** Each request carries the level (specification 2026-07-28, logging), except one that stays open. */
function withLevel(message: JSONRPCRequest, level: ServerLogLevel): JSONRPCRequest {
  const { method, params } = message;
  if (method === "subscriptions/listen") return message;
  return { ...message, params: { ...params, _meta: { ...params?._meta, [LOG_LEVEL_META_KEY]: level } } };
}

/** Progress and log messages are published as events. */
function withoutSecrets(message: JSONRPCNotification, mask: SecretMask): JSONRPCNotification {
  const params = mask.data(message.params);
  return isObject(params) ? { ...message, params } : message;
}
