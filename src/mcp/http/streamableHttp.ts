import { type JSONRPCMessage, SdkError, SdkErrorCode, type Transport } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { Slots } from "../../core/kernel/slots";
import type { MessageInfo, ResponseHead } from "../wire/messageInfo";
import { defaultMessageLimit, tooLarge } from "../wire/messageLimit";
import { refusal } from "../wire/refusal";
import { bodyBytes } from "./client/bodyText";
import type { ExchangeObserver, HttpResponse } from "./client/httpClient";
import type { HttpParts, HttpSendOptions } from "./httpParts";
import { httpRefusal } from "./httpRefusal";
import { OpenRequest } from "./openRequest";
import { ownHeaders, requestHeaders } from "./requestHeaders";
import { errorIn, readMessages, tellMessages } from "./responseMessages";
import { resumeStream, ServerStream } from "./serverStream";
import { sseStream } from "./sseStream";

const goodbyeMs = 1000;
const refusalLimit = 64 * 1024; // bytes of its text

/** Streamable HTTP (specification, transports): each message a POST, and a stream for what the server says by itself. */
export class StreamableHttp implements Transport {
  /** Each request has a stream of its own, and giving it up is what cancels it from revision 2026-07-28 on. */
  readonly hasPerRequestStream = true;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (message: JSONRPCMessage, info?: MessageInfo) => void;
  sessionId: string | undefined;

  private version: string | undefined;
  private closed = false;
  private readonly limit: number;
  private readonly open = new Slots<OpenRequest>(0);
  private readonly stream: ServerStream;

  constructor(private readonly parts: HttpParts) {
    this.limit = parts.messageLimit ?? defaultMessageLimit;
    this.stream = new ServerStream({ ...this.streamParts(), onData: (data, head) => this.hear(data, head) });
  }

  async start(): Promise<void> {
    // Nothing is opened before there is something to say.
  }

  setProtocolVersion(version: string): void {
    this.version = version;
  }

  /**
   * Settles when the head of the answer has come, and its body where it is no stream. Rejects with `SdkHttpError` for a status that is
   * no success, with a `HubError` where no answer came.
   */
  async send(message: JSONRPCMessage, options: HttpSendOptions = {}): Promise<void> {
    if (this.closed) throw new HubError("not-connected", `"${this.parts.server}" was disconnected. Connect it again.`);
    const open = new OpenRequest(options.requestSignal);
    open.place = this.open.add(open);
    let streams = false;
    try {
      streams = await this.post(open, message, options);
    } catch (error) {
      if (!open.aborted) this.tell(error);
      throw error;
    } finally {
      if (!streams) this.end(open);
    }
  }

  /** Ends the session, so that the server need not keep it, and whatever is on its way. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.stream.dispose();
    if (this.sessionId !== undefined) await this.goodbye(); // meanwhile the last cancellations reach the server
    for (const place of this.open.numbers()) this.open.get(place)?.abort();
    this.parts.client.dispose();
    this.onclose?.();
  }

  /** Whether the answer is a stream, which is followed from here on. */
  private async post(open: OpenRequest, message: JSONRPCMessage, options: HttpSendOptions): Promise<boolean> {
    const id = "method" in message && "id" in message ? message.id : undefined;
    const isHandshake = id !== undefined && "method" in message && message.method === "initialize";
    if (isHandshake) this.sessionId = undefined;
    const response = await this.ask(
      open,
      "POST",
      {
        accept: "application/json, text/event-stream",
        "content-type": "application/json",
        ...ownHeaders(options.headers),
      },
      message,
      options.observer,
    );
    const { status } = response;
    if (status < 200 || status > 299) return this.refused(open, response, message);
    if (isHandshake) this.sessionId = response.header("mcp-session-id") || undefined;
    if (id === undefined || status === 202) {
      await this.text(open, response, refusalLimit);
      if ("method" in message && message.method === "notifications/initialized") this.stream.start();
      return false;
    }
    const type = response.header("content-type") ?? "";
    if (type.startsWith("text/event-stream") || /^\s*text\/event-stream\b/i.test(type)) {
      void this.follow(open, response, id, options.onRequestStreamEnd);
      return true;
    }
    if (!/^\s*application\/json\b/i.test(type)) {
      await this.text(open, response, refusalLimit);
      const said = `Unexpected content type: ${type || "none"}`;
      throw new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, said, { contentType: type });
    }
    const bytes = await this.whole(open, response);
    for (const one of await readMessages(bytes)) this.onmessage?.(one, { bytes: bytes.length, response });
    return false;
  }

  private async ask(
    open: OpenRequest,
    method: "POST" | "GET" | "DELETE",
    more: Readonly<Record<string, string>>,
    message?: JSONRPCMessage,
    observer?: ExchangeObserver,
  ): Promise<HttpResponse> {
    const headers = requestHeaders(this.parts.headers, more, this.sessionId, this.version, message);
    const body = message && { body: JSON.stringify(message) };
    try {
      return await open.ask(this.parts.client, { method, url: this.parts.url, headers, ...body, observer });
    } catch (error) {
      throw open.aborted ? error : this.parts.failed(error);
    }
  }

  /** A body that must be there to its end. */
  private async whole(open: OpenRequest, response: HttpResponse): Promise<Buffer> {
    let flood: HubError | undefined;
    const bytes = await this.body(open, response, this.limit, () => {
      flood = this.flooded(open);
    });
    if (flood) throw flood;
    return bytes;
  }

  /** A short body, as far as it is read. */
  private async text(open: OpenRequest, response: HttpResponse, limit: number): Promise<string> {
    return (await this.body(open, response, limit, open.cut)).toString("utf8");
  }

  private async body(open: OpenRequest, response: HttpResponse, limit: number, onTooLong: () => void): Promise<Buffer> {
    try {
      return await bodyBytes(response, limit, onTooLong);
    } catch (error) {
      throw open.aborted ? error : this.parts.failed(error);
    }
  }

  private flooded(open: OpenRequest): HubError {
    open.cut();
    const error = tooLarge(this.parts.server, this.limit);
    this.parts.flooded(error);
    return error;
  }

  /** A status that is no success; it may hold the answer all the same. */
  private async refused(open: OpenRequest, response: HttpResponse, message: JSONRPCMessage): Promise<boolean> {
    const text = await this.text(open, response, refusalLimit);
    const answer = errorIn(response.status, text, message);
    if (!answer) throw httpRefusal("message", response, text, this.parts.clock.now());
    this.onmessage?.(answer, { bytes: Buffer.byteLength(text), response });
    return false;
  }

  /** The answer to one request, in a stream that may break off, and be taken up again where the server numbers its events. */
  private async follow(
    open: OpenRequest,
    response: HttpResponse,
    id: string | number,
    onEnd: (() => void) | undefined,
  ): Promise<void> {
    let answered = false;
    const onData = (data: Buffer, head: ResponseHead) =>
      this.hear(data, head, (message) => {
        answered ||= !("method" in message) && String(message.id) === String(id);
      });
    const end = await sseStream(response, { limit: this.limit, onData, onTooLong: () => this.flooded(open) });
    if (!answered && end.lastEventId !== undefined)
      await resumeStream(this.streamParts(), open, end, onData, () => answered);
    this.end(open);
    if (answered) return;
    if (end.error instanceof HubError) this.onmessage?.(refusal(id, end.error));
    else if (open.aborted) return;
    else if (end.error !== undefined) this.onmessage?.(refusal(id, this.parts.failed(end.error)));
    onEnd?.();
  }

  /** Hands the messages of an event on; `onEach` hears of each before. */
  private hear(
    data: Buffer,
    response: ResponseHead,
    onEach?: (message: JSONRPCMessage) => void,
  ): Promise<void> | undefined {
    const tell = (message: JSONRPCMessage) => {
      onEach?.(message);
      this.onmessage?.(message, { bytes: data.length, response });
    };
    return tellMessages(data, tell, (error) => this.tell(error));
  }

  /** A server that does not hear, or does not allow it, is left to its own time limit. */
  private async goodbye(): Promise<void> {
    const open = new OpenRequest(undefined);
    const timer = this.parts.clock.after(goodbyeMs, open.abort);
    try {
      const response = await this.ask(open, "DELETE", {});
      await this.text(open, response, refusalLimit);
    } catch (error) {
      this.tell(error);
    } finally {
      timer.dispose();
    }
  }

  private streamParts() {
    return {
      clock: this.parts.clock,
      limit: this.limit,
      flooded: (open: OpenRequest) => this.flooded(open),
      get: (open: OpenRequest, lastEventId: string | undefined) =>
        this.ask(open, "GET", {
          accept: "text/event-stream",
          ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
        }),
      tell: (error: unknown) => this.tell(error),
    };
  }

  private end(open: OpenRequest): void {
    open.dispose();
    this.open.take(open.place);
  }

  private tell(error: unknown): void {
    this.onerror?.(error instanceof Error ? error : new Error(String(error)));
  }
}
