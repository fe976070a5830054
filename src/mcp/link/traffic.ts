import { type JSONRPCMessage, SdkHttpError } from "@modelcontextprotocol/client";
import { isSecretName, safeJson, safeLine, safeText } from "../../core/kernel/redact";
import { clippedData } from "../../core/kernel/untrusted/clippedData";
import type { WireHttp, WireMessage } from "../../protocol/wireMessage";
import { withDisplayedAddresses } from "../http/client/displayedAddress";
import type { ExchangeObserver } from "../http/client/httpClient";
import { callBeingSent } from "../wire/callContext";
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
/** Requests that are remembered for their responses, and tokens for their progress. */
const rememberedLimit = 1000;

/** Headers that allow their reader to act for the person, in addition to those that `isSecretName` knows. */
const secretHeaders = new Set(["dpop", "mcp-session-id"]);

/** Records the messages of one link. Never throws: a failure is reported, and the message is sent or received all the same. */
export class Traffic {
  /** The requests that wait for an answer, by direction and id. */
  private readonly requests = new Map<string, { readonly method: string; readonly call: string | undefined }>();
  /** The calls that progress belongs to, by the token of each. */
  private readonly tokens = new Map<string, string>();

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
    const { method, call } = this.factsOf(direction, message);
    const id = "id" in message ? message.id : undefined;
    return {
      server: this.server,
      direction,
      ...(method !== undefined && { method: safeLine(this.mask.text(method)) }),
      ...(id !== undefined && { id: typeof id === "string" ? safeLine(this.mask.text(id)) : id }),
      ...(call !== undefined && { call }),
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
    const call = this.requests.get(`sent ${id}`)?.call;
    return {
      server: this.server,
      direction: "received",
      ...(method !== undefined && { method }),
      ...(id !== undefined && { id }),
      ...(call !== undefined && { call }),
      kind: "error",
      text: safeText(this.mask.text(body), Number.POSITIVE_INFINITY).slice(0, textLimit),
      bytes: Buffer.byteLength(body),
      ...(body.length > textLimit && { truncated: true }),
      http,
    };
  }

  /** The method of a message, or of the request that it answers, and the call that it belongs to. */
  private factsOf(direction: WireMessage["direction"], message: JSONRPCMessage): Facts {
    if (!("method" in message)) {
      const request = `${direction === "sent" ? "received" : "sent"} ${message.id}`;
      const known = this.requests.get(request);
      this.requests.delete(request);
      return known ?? nothingKnown;
    }
    const { method, params } = message;
    if (!("id" in message)) return { method, call: this.callOf(params) };
    const call = direction === "sent" ? callBeingSent() : undefined;
    remember(this.requests, `${direction} ${message.id}`, { method, call });
    const token = params?._meta?.progressToken;
    if (call !== undefined && token !== undefined) remember(this.tokens, `${token}`, call);
    return { method, call };
  }

  /** The call that a notification is about: by its progress token, or by the request that it cancels. */
  private callOf(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
    if (params?.progressToken !== undefined) return this.tokens.get(`${params.progressToken}`);
    return params?.requestId === undefined ? undefined : this.requests.get(`sent ${params.requestId}`)?.call;
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

interface Facts {
  readonly method: string | undefined;
  readonly call: string | undefined;
}

const nothingKnown: Facts = { method: undefined, call: undefined };

function remember<T>(known: Map<string, T>, key: string, value: T): void {
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= rememberedLimit) known.delete(oldest);
  known.set(key, value);
}

function kindOf(message: JSONRPCMessage): WireMessage["kind"] {
  if ("method" in message) return "id" in message ? "request" : "notification";
  return "error" in message ? "error" : "response";
}

/** How far past the limit a text is kept, in characters: a secret must be whole to be recognized. */
const overhang = 4096;
