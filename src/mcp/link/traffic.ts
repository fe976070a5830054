import { type JSONRPCMessage, SdkHttpError } from "@modelcontextprotocol/client";
import { isSecretName, safeJson, safeLine, safeText } from "../../core/kernel/redact";
import { clippedData } from "../../core/kernel/untrusted/clippedData";
import type { WireHttp, WireMessage } from "../../protocol/wireMessage";
import { withDisplayedAddresses } from "../http/client/displayedAddress";
import type { ExchangeObserver } from "../http/client/httpClient";
import type { MessageInfo, ResponseHead } from "../wire/messageInfo";
import { messageText } from "../wire/messageJson";
import type { SecretMask } from "../wire/secretMask";

/** Takes the messages of all links while somebody looks at them. */
export interface TrafficPort {
  /** Asked before each message: while it says no, nothing is recorded. */
  readonly isWatched: () => boolean;
  message(entry: WireMessage): void;
}

/** The most of a message that is recorded, in characters. */
const textLimit = 64 * 1024;
const headerLimit = 1000; // characters of one value
const headersLimit = 100;
/** Requests whose methods are remembered for their responses. */
const methodsLimit = 1000;

/** Headers that allow their reader to act for the person, in addition to those that `isSecretName` knows. */
const secretHeaders = new Set(["dpop", "mcp-session-id"]);

/** Records the messages of one link. Never throws: a failure is reported, and the message is sent or received all the same. */
export class Traffic {
  /** The methods of the requests that wait for an answer, by direction and id. */
  private readonly methods = new Map<string, string>();

  constructor(
    private readonly server: string,
    private readonly port: TrafficPort,
    private readonly mask: SecretMask,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Asked before each message, so that nothing else is done while nobody looks. */
  isWatched(): boolean {
    try {
      return this.port.isWatched();
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  /** Records a message to the server; over HTTP with the headers of the request that carries it. */
  sent(message: JSONRPCMessage, headers?: Readonly<Record<string, string>>): void {
    this.record(() => {
      const http = headers && { headers: this.redacted(Object.entries(headers)) };
      return this.entry("sent", message, Buffer.byteLength(messageText(message)), http);
    });
  }

  /** Records a message from the server. */
  received(message: JSONRPCMessage, { bytes, response }: MessageInfo = {}): void {
    this.record(() => {
      const size = bytes ?? Buffer.byteLength(messageText(message));
      return this.entry("received", message, size, response && this.head(response));
    });
  }

  /** The observer of the HTTP exchanges that carry a message, and the record of a refusal, which is not a message. */
  exchange(message: JSONRPCMessage): ExchangeObserver & { readonly failed: (error: unknown) => void } {
    let response: ResponseHead | undefined;
    return {
      onRequest: (headers) => this.sent(message, headers),
      onResponse: (head) => {
        response = head;
      },
      failed: (error) => {
        const head = response;
        if (!(error instanceof SdkHttpError) || !head) return;
        this.record(() => this.refusal(message, String(error.data.text ?? ""), this.head(head)));
      },
    };
  }

  private record(entry: () => WireMessage): void {
    try {
      this.port.message(entry());
    } catch (error) {
      this.report(error);
    }
  }

  private entry(
    direction: WireMessage["direction"],
    message: JSONRPCMessage,
    bytes: number,
    http: WireHttp | undefined,
  ): WireMessage {
    const { value, isWhole } = clippedData(message, textLimit, { overhang });
    const json = safeJson(this.mask.data(value), Number.POSITIVE_INFINITY);
    const method = this.methodOf(direction, message);
    const id = "id" in message ? message.id : undefined;
    return {
      server: this.server,
      direction,
      ...(method !== undefined && { method: safeLine(this.mask.text(method)) }),
      ...(id !== undefined && { id: typeof id === "string" ? safeLine(this.mask.text(id)) : id }),
      kind: kindOf(message),
      text: json.slice(0, textLimit),
      bytes,
      ...((!isWhole || json.length > textLimit) && { truncated: true }),
      ...(http && { http }),
    };
  }

  private refusal(message: JSONRPCMessage, body: string, http: WireHttp): WireMessage {
    const method = "method" in message ? message.method : undefined;
    const id = "id" in message ? message.id : undefined;
    return {
      server: this.server,
      direction: "received",
      ...(method !== undefined && { method }),
      ...(id !== undefined && { id }),
      kind: "error",
      text: safeText(this.mask.text(body), Number.POSITIVE_INFINITY).slice(0, textLimit),
      bytes: Buffer.byteLength(body),
      ...(body.length > textLimit && { truncated: true }),
      http,
    };
  }

  /** The method of a message, or of the request that it answers. */
  private methodOf(direction: WireMessage["direction"], message: JSONRPCMessage): string | undefined {
    if ("method" in message) {
      if ("id" in message) this.remember(`${direction} ${message.id}`, message.method);
      return message.method;
    }
    const request = `${direction === "sent" ? "received" : "sent"} ${message.id}`;
    const method = this.methods.get(request);
    this.methods.delete(request);
    return method;
  }

  private remember(request: string, method: string): void {
    const [oldest] = this.methods.keys();
    if (oldest !== undefined && this.methods.size >= methodsLimit) this.methods.delete(oldest);
    this.methods.set(request, method);
  }

  private head(response: ResponseHead): WireHttp {
    return { status: response.status, headers: this.redacted(response.headers()) };
  }

  private redacted(headers: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
    const redacted: Record<string, string> = {};
    for (const [name, value] of [...headers].slice(0, headersLimit)) {
      const key = safeLine(this.mask.text(name.toLowerCase()));
      const isSecret = secretHeaders.has(key) || isSecretName(key) || /\bkey$/.test(key);
      const shown = isSecret ? "•••" : safeLine(withDisplayedAddresses(this.mask.text(value)), headerLimit);
      redacted[key] = redacted[key] === undefined || isSecret ? shown : `${redacted[key]}, ${shown}`;
    }
    return redacted;
  }
}

function kindOf(message: JSONRPCMessage): WireMessage["kind"] {
  if ("method" in message) return "id" in message ? "request" : "notification";
  return "error" in message ? "error" : "response";
}

/** How far past the limit a text is kept, in characters: a secret must be whole to be recognized. */
const overhang = 4096;
