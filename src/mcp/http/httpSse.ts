import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import type { MessageInfo } from "../wire/messageInfo";
import { defaultMessageLimit, tooLarge } from "../wire/messageLimit";
import { bodyText } from "./client/bodyText";
import type { ExchangeObserver, HttpRequest, HttpResponse } from "./client/httpClient";
import type { HttpParts, HttpSendOptions } from "./httpParts";
import { httpRefusal } from "./httpRefusal";
import { OpenRequest } from "./openRequest";
import { requestHeaders } from "./requestHeaders";
import { tellMessages } from "./responseMessages";
import { sseStream } from "./sseStream";

const refusalLimit = 64 * 1024; // bytes of its text
const longestEndpoint = 8000; // bytes

/**
 * HTTP+SSE (specification 2024-11-05, transports): one stream for all that the server says, whose first event names the address that
 * messages are posted to. The server forgets the session with the stream: it is not taken up again.
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

  /** Settles when the server has named its address. Rejects with `SdkHttpError` where it refuses, with a `HubError` where it does not answer. */
  async start(): Promise<void> {
    const response = await this.ask(this.stream, "GET", { accept: "text/event-stream" });
    const isStream = /^\s*text\/event-stream\b/i.test(response.header("content-type") ?? "");
    if (response.status !== 200 || !isStream) {
      const text = await bodyText(response, refusalLimit, this.stream.cut);
      if (response.status === 200) throw this.strange("it answers with no stream of events");
      throw httpRefusal("stream", response, text, this.parts.clock.now());
    }
    await new Promise<void>((resolve, reject) => void this.follow(response, resolve, reject));
  }

  /** Settles when the server has taken the message; its answer comes in the stream. */
  async send(message: JSONRPCMessage, { observer }: HttpSendOptions = {}): Promise<void> {
    const { endpoint: url } = this;
    if (!url || this.closed)
      throw new HubError("not-connected", `"${this.parts.server}" was disconnected. Connect it again.`);
    const open = new OpenRequest(undefined);
    this.open.add(open);
    try {
      const response = await this.ask(open, "POST", { "content-type": "application/json" }, { url, message, observer });
      const text = await bodyText(response, refusalLimit, open.cut);
      if (response.status < 200 || response.status > 299)
        throw httpRefusal("message", response, text, this.parts.clock.now());
    } finally {
      this.open.delete(open);
    }
  }

  async close(): Promise<void> {
    this.gone();
    for (const open of this.open) open.abort();
    this.parts.client.dispose();
  }

  /** Hears the stream to its end, which is the end of the line. */
  private async follow(response: HttpResponse, opened: () => void, failed: (error: unknown) => void): Promise<void> {
    const onData = (data: Buffer) =>
      tellMessages(
        data,
        (message) => this.onmessage?.(message, { bytes: data.length, response }),
        (error) => this.tell(error),
      );
    const onTooLong = () => {
      const error = tooLarge(this.parts.server, this.limit);
      this.stream.cut();
      this.parts.flooded(error);
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
      const failure = this.parts.failed(error);
      this.tell(failure);
      failed(failure);
    }
    failed(this.strange("it ends its stream before it names an address for messages")); // says nothing once it was named
    this.gone();
  }

  /** Throws where it lies elsewhere: credentials are not for strangers. */
  private endpointIn(data: Buffer): URL {
    const { url } = this.parts;
    const named = data.toString("utf8", 0, longestEndpoint);
    const endpoint = URL.canParse(named, url.href) ? new URL(named, url) : undefined;
    if (endpoint?.origin !== url.origin) throw this.strange("it wants its messages sent elsewhere");
    return endpoint;
  }

  private async ask(
    open: OpenRequest,
    method: HttpRequest["method"],
    own: Readonly<Record<string, string>>,
    post?: { readonly url: URL; readonly message: JSONRPCMessage; readonly observer: ExchangeObserver | undefined },
  ): Promise<HttpResponse> {
    const { client, url, headers: always, failed } = this.parts;
    const headers = requestHeaders(always, own, undefined, this.version, undefined);
    const body = post && { body: JSON.stringify(post.message), observer: post.observer };
    const request = { method, headers, url: post?.url ?? url, ...body };
    try {
      return await open.ask(client, request);
    } catch (error) {
      throw open.aborted ? error : failed(error);
    }
  }

  private strange(what: string): HubError {
    return new HubError("protocol", `"${this.parts.server}" did not follow the protocol: ${what}. Correct "url".`);
  }

  private gone(): void {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.();
  }

  private tell(error: unknown): void {
    this.onerror?.(error instanceof Error ? error : new Error(String(error)));
  }
}
