import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { disconnected } from "../wire/linkErrors";
import type { MessageInfo } from "../wire/messageInfo";
import { messageText } from "../wire/messageJson";
import { defaultMessageLimit, tooLarge } from "../wire/messageLimit";
import { drained } from "./answeredRequests";
import { bodyText } from "./client/bodyText";
import { displayedAddress } from "./client/displayedAddress";
import type { ExchangeObserver, HttpRequest, HttpResponse } from "./client/httpClient";
import type { HttpParts, HttpSendOptions } from "./httpParts";
import { httpRefusal } from "./httpRefusal";
import { OpenRequest } from "./openRequest";
import { requestHeaders } from "./requestHeaders";
import { deliverMessages, errorIn, messagesInText } from "./responseMessages";
import { sseStream } from "./sseStream";

const refusalLimit = 64 * 1024; // bytes of its body
const endpointLimit = 8000; // bytes

/**
 * HTTP+SSE (specification 2024-11-05, transports): one stream for all messages of the server, whose first event names the address that
 * messages are posted to. The server forgets the session with the stream, so the stream is not resumed.
 */
export class HttpSse implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (message: JSONRPCMessage, info?: MessageInfo) => void;

  private version: string | undefined;
  private endpoint: URL | undefined;
  private closed = false;
  private readonly limit: number;
  private readonly stream = new OpenRequest(undefined);
  private readonly open = new Set<OpenRequest>([this.stream]);

  constructor(private readonly parts: HttpParts) {
    this.limit = parts.messageLimit ?? defaultMessageLimit;
  }

  setProtocolVersion(version: string): void {
    this.version = version;
  }

  /** Settles when the server has named the address. Rejects with `SdkHttpError` where it refuses, with a `HubError` where it does not answer. */
  async start(): Promise<void> {
    const response = await this.request(this.stream, "GET", { accept: "text/event-stream" });
    const isStream = /^\s*text\/event-stream\b/i.test(response.header("content-type") ?? "");
    if (response.status !== 200 || !isStream) {
      const text = await bodyText(response, refusalLimit, this.stream.stopReading);
      if (response.status === 200)
        throw this.protocolError(message("http.noEventStream", "its answer is not a stream of events"));
      throw httpRefusal("stream", response, text, this.parts.clock.now());
    }
    await new Promise<void>((resolve, reject) => void this.follow(response, resolve, reject));
  }

  /** Settles when the server has accepted the message; the response comes in the stream, or in the body of a server that mixes both. */
  async send(sent: JSONRPCMessage, { observer }: HttpSendOptions = {}): Promise<void> {
    const { endpoint: url } = this;
    if (!url || this.closed) throw disconnected(this.parts.server);
    const open = new OpenRequest(undefined);
    this.open.add(open);
    try {
      const response = await this.request(
        open,
        "POST",
        { "content-type": "application/json" },
        { url, sent, observer },
      );
      const { status } = response;
      if (status < 200 || status > 299) await this.refused(response, open, sent);
      else void drained(response, open, this.parts.clock).then((text) => this.accepted(response, open, text));
    } catch (error) {
      this.open.delete(open);
      throw error;
    }
  }

  private async refused(response: HttpResponse, open: OpenRequest, sent: JSONRPCMessage): Promise<void> {
    const text = await bodyText(response, refusalLimit, open.stopReading);
    const answer = errorIn(response.status, text, sent, false);
    if (!answer) throw httpRefusal("message", response, text, this.parts.clock.now());
    this.open.delete(open);
    this.onmessage?.(answer, { bytes: Buffer.byteLength(text), response });
  }

  private accepted(response: HttpResponse, open: OpenRequest, text: string): void {
    this.open.delete(open);
    if (this.closed) return;
    for (const one of messagesInText(text)) this.onmessage?.(one, { bytes: Buffer.byteLength(text), response });
  }

  async close(): Promise<void> {
    this.notifyClosed();
    for (const open of this.open) open.abort();
    this.parts.client.dispose();
  }

  /** Reads the stream to its end, which closes the transport. */
  private async follow(response: HttpResponse, opened: () => void, failed: (error: unknown) => void): Promise<void> {
    const onData = (data: Buffer) =>
      deliverMessages(
        data,
        (received) => this.onmessage?.(received, { bytes: data.length, response }),
        (error) => this.reportError(error),
      );
    const onTooLong = () => {
      const error = tooLarge(this.parts.server, this.limit);
      this.stream.stopReading();
      this.parts.onTooLarge(error);
      return error;
    };
    const onOther = (data: Buffer, type: string) => {
      if (type !== "endpoint" || this.endpoint) return;
      try {
        this.endpoint = this.endpointIn(data);
        opened();
      } catch (error) {
        failed(error);
        this.stream.abort();
      }
    };
    const { error } = await sseStream(response, { limit: this.limit, onData, onOther, onTooLong });
    if (error !== undefined && !this.stream.aborted) {
      const failure = this.parts.toNetworkError(error);
      this.reportError(failure);
      failed(failure);
    }
    // Without effect once the address was named.
    failed(
      this.protocolError(message("http.noEndpoint", "it ended its stream before it named an address for messages")),
    );
    this.notifyClosed();
  }

  /** Throws where the address has another origin: the credentials are not for other servers. */
  private endpointIn(data: Buffer): URL {
    const { url } = this.parts;
    const named = data.toString("utf8", 0, endpointLimit);
    const endpoint = URL.canParse(named, url.href) ? new URL(named, url) : undefined;
    if (endpoint?.origin !== url.origin)
      throw this.protocolError(
        message("http.foreignEndpoint", "its address for messages is on another server ({address})", {
          address: safeLine(displayedAddress(named), 200),
        }),
      );
    return endpoint;
  }

  private async request(
    open: OpenRequest,
    method: HttpRequest["method"],
    own: Readonly<Record<string, string>>,
    post?: { readonly url: URL; readonly sent: JSONRPCMessage; readonly observer: ExchangeObserver | undefined },
  ): Promise<HttpResponse> {
    const { client, url, headers: always, toNetworkError } = this.parts;
    const headers = requestHeaders(always, own, undefined, this.version, undefined);
    const body = post && { body: messageText(post.sent), observer: post.observer };
    const request = { method, headers, url: post?.url ?? url, ...body };
    try {
      return await open.send(client, request);
    } catch (error) {
      throw open.aborted ? error : toNetworkError(error);
    }
  }

  private protocolError(problem: string): HubError {
    const { server } = this.parts;
    return new HubError(
      "protocol",
      message(
        "http.sseProtocolError",
        '"{server}" did not follow the protocol: {problem}. Correct "url" in the settings.',
        {
          server,
          problem,
        },
      ),
    );
  }

  private notifyClosed(): void {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.();
  }

  private reportError(error: unknown): void {
    this.onerror?.(error instanceof Error ? error : new Error(String(error)));
  }
}
