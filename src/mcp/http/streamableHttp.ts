import { type JSONRPCMessage, SdkError, SdkErrorCode, type Transport } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { Slots } from "../../core/kernel/slots";
import { message } from "../../protocol/message";
import { errorResponse } from "../wire/errorResponse";
import { disconnected } from "../wire/linkErrors";
import type { MessageInfo, ResponseHead } from "../wire/messageInfo";
import { messageText } from "../wire/messageJson";
import { AnsweredRequests, drained } from "./answeredRequests";
import type { ExchangeObserver, HttpResponse } from "./client/httpClient";
import type { HttpParts, HttpSendOptions } from "./httpParts";
import { httpRefusal } from "./httpRefusal";
import { OpenRequest } from "./openRequest";
import { ownHeaders, requestHeaders } from "./requestHeaders";
import { ResponseBodies } from "./responseBodies";
import { deliverMessages, errorIn } from "./responseMessages";
import { resumeStream, ServerStream } from "./serverStream";
import { sseStream } from "./sseStream";

/** How long the server may take to end the session, in milliseconds. */
const endSessionMs = 1000;

/** Streamable HTTP (specification, transports): each message a POST, and a stream for the server's own messages. */
export class StreamableHttp implements Transport {
  /** Each request has a stream of its own; from revision 2026-07-28 on, closing the stream cancels the request. */
  readonly hasPerRequestStream = true;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (message: JSONRPCMessage, info?: MessageInfo) => void;
  sessionId: string | undefined;

  private version: string | undefined;
  private closed = false;
  private readonly bodies: ResponseBodies;
  private readonly open = new Slots<OpenRequest>(0);
  private readonly stream: ServerStream;
  private readonly answered: AnsweredRequests;

  constructor(private readonly parts: HttpParts) {
    this.answered = new AnsweredRequests(this.open, parts.clock);
    this.bodies = new ResponseBodies(parts);
    this.stream = new ServerStream({ ...this.streamParts(), onData: (data, head) => this.deliver(data, head) });
  }

  async start(): Promise<void> {
    // Nothing is opened before the first message.
  }

  setProtocolVersion(version: string): void {
    this.version = version;
  }

  /**
   * Settles when the head of the response has come, and its body where that is not a stream. Rejects with `SdkHttpError` for a status
   * other than success, with a `HubError` where no response came.
   */
  async send(sent: JSONRPCMessage, options: HttpSendOptions = {}): Promise<void> {
    if (this.closed) throw disconnected(this.parts.server);
    const open = new OpenRequest(options.requestSignal);
    open.slot = this.open.add(open);
    let streams = false;
    try {
      streams = await this.post(open, sent, options);
    } catch (error) {
      if (!open.aborted) this.reportError(error);
      throw error;
    } finally {
      if (!streams) this.end(open);
    }
  }

  /** Ends the session, so that the server need not keep it, and aborts all open requests. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.stream.dispose();
    this.answered.dispose();
    this.abort((request) => request.answeredIn !== undefined); // what follows does not queue behind them
    if (this.sessionId !== undefined) await this.endSession(); // meanwhile the last cancellations reach the server
    this.abort(() => true);
    this.parts.client.dispose();
    this.onclose?.();
  }

  private abort(which: (request: OpenRequest) => boolean): void {
    for (const slot of this.open.numbers()) {
      const request = this.open.get(slot);
      if (request && which(request)) request.abort();
    }
  }

  /** Returns whether the response is still being read. */
  private async post(open: OpenRequest, sent: JSONRPCMessage, options: HttpSendOptions): Promise<boolean> {
    const id = "method" in sent && "id" in sent ? sent.id : undefined;
    const isHandshake = id !== undefined && "method" in sent && sent.method === "initialize";
    if (isHandshake) this.sessionId = undefined;
    const response = await this.request(
      open,
      "POST",
      {
        accept: "application/json, text/event-stream",
        "content-type": "application/json",
        ...ownHeaders(options.headers),
      },
      sent,
      options.observer,
    );
    const { status } = response;
    if (status < 200 || status > 299) return this.refused(open, response, sent);
    if (isHandshake) this.sessionId = response.header("mcp-session-id") || undefined;
    if (id === undefined) {
      void drained(response, open, this.parts.clock).then(() => this.end(open));
      if ("method" in sent && sent.method === "notifications/initialized") this.stream.start();
      return true;
    }
    const type = response.header("content-type") ?? "";
    if (type.startsWith("text/event-stream") || /^\s*text\/event-stream\b/i.test(type)) {
      void this.follow(open, response, id, options.onRequestStreamEnd);
      return true;
    }
    if (status !== 202 && !/^\s*application\/json\b/i.test(type)) {
      await this.bodies.text(open, response);
      const problem = message("http.contentType", "Unexpected content type: {type}", { type: type || "none" });
      throw new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, problem, { contentType: type });
    }
    const { messages, isAnswered, bytes } = await this.bodies.answersTo(id, open, response);
    for (const one of messages) this.onmessage?.(one, { bytes, response });
    // Where the request was only accepted, its answer may come on the server's own stream.
    if (!isAnswered && !(status === 202 && this.stream.listens)) options.onRequestStreamEnd?.();
    return false;
  }

  private async request(
    open: OpenRequest,
    method: "POST" | "GET" | "DELETE",
    more: Readonly<Record<string, string>>,
    message?: JSONRPCMessage,
    observer?: ExchangeObserver,
  ): Promise<HttpResponse> {
    const headers = requestHeaders(this.parts.headers, more, this.sessionId, this.version, message);
    const body = message && { body: messageText(message) };
    try {
      return await open.send(this.parts.client, { method, url: this.parts.url, headers, ...body, observer });
    } catch (error) {
      throw open.aborted ? error : this.parts.toNetworkError(error);
    }
  }

  /** A status other than success; its body may hold the response all the same. */
  private async refused(open: OpenRequest, response: HttpResponse, message: JSONRPCMessage): Promise<boolean> {
    const text = await this.bodies.text(open, response);
    const answer = errorIn(response.status, text, message, this.sessionId !== undefined);
    if (!answer) throw httpRefusal("message", response, text, this.parts.clock.now());
    this.onmessage?.(answer, { bytes: Buffer.byteLength(text), response });
    return false;
  }

  /** Reads the response to one request from a stream, which is resumed where it breaks off and the server numbers its events. */
  private async follow(
    open: OpenRequest,
    response: HttpResponse,
    id: string | number,
    onEnd: (() => void) | undefined,
  ): Promise<void> {
    let answered = false;
    const matched = (one: JSONRPCMessage): JSONRPCMessage => {
      if ("method" in one) return one;
      // One that names no request is for this one: it could not be read.
      const own = one.id === undefined ? { ...one, id } : one;
      if (!answered && String(own.id) === String(id)) {
        answered = true;
        this.answered.note(open);
      }
      return own;
    };
    const onData = (data: Buffer, head: ResponseHead) => this.deliver(data, head, matched, open.signal);
    const end = await sseStream(response, {
      limit: this.bodies.limit,
      onData,
      onTooLong: () => this.bodies.tooLarge(open),
    });
    if (!answered && end.lastEventId !== undefined)
      await resumeStream(this.streamParts(), open, end, onData, () => answered);
    this.end(open);
    if (answered) return;
    if (end.error instanceof HubError) this.onmessage?.(errorResponse(id, end.error));
    else if (open.aborted) return;
    else if (end.error !== undefined) this.onmessage?.(errorResponse(id, this.parts.toNetworkError(end.error)));
    onEnd?.();
  }

  /** Delivers the messages of an event, as `matched` makes them. */
  private deliver(
    data: Buffer,
    response: ResponseHead,
    matched: (message: JSONRPCMessage) => JSONRPCMessage = (one) => one,
    cause?: AbortSignal,
  ): Promise<void> | undefined {
    const info: MessageInfo = { bytes: data.length, response, cause };
    const deliverOne = (one: JSONRPCMessage) => this.onmessage?.(matched(one), info);
    return deliverMessages(data, deliverOne, (error) => this.reportError(error));
  }

  /** A server that does not answer, or does not allow it, is left to its own time limit. */
  private async endSession(): Promise<void> {
    const open = new OpenRequest(undefined);
    const timer = this.parts.clock.after(endSessionMs, open.abort);
    try {
      const response = await this.request(open, "DELETE", {});
      await this.bodies.text(open, response);
    } catch (error) {
      this.reportError(error);
    } finally {
      timer.dispose();
    }
  }

  private streamParts() {
    return {
      clock: this.parts.clock,
      limit: this.bodies.limit,
      tooLarge: (open: OpenRequest) => this.bodies.tooLarge(open),
      get: (open: OpenRequest, lastEventId: string | undefined) =>
        this.request(open, "GET", {
          accept: "text/event-stream",
          ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
        }),
      report: (error: unknown) => this.reportError(error),
    };
  }

  private end(open: OpenRequest): void {
    open.dispose();
    this.open.take(open.slot);
  }

  private reportError(error: unknown): void {
    this.onerror?.(error instanceof Error ? error : new Error(String(error)));
  }
}
