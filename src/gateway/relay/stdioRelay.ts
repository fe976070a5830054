import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Clock } from "../../core/kernel/clock";
import { isObject } from "../../protocol/isObject";
import { codeOf } from "../../protocol/systemError";
import { type HubResponse, type HubTarget, hubRequest } from "./hubRequest";

/** How long the hub is waited for before its stream is opened again, in milliseconds. */
const reopenMs = 1000;

/** How often a request is sent again to a hub that was not there, and how long each wait is, in milliseconds. */
const retries = { times: 5, ms: 500 } as const;

export interface RelayPorts {
  readonly input: Readable;
  readonly output: Writable;
  /** Where the hub is now; asked again each time that it cannot be reached. Rejects where there is none. */
  readonly target: () => Promise<HubTarget>;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Speaks stdio to a client and Streamable HTTP to the hub, for clients that only start programs. Messages pass unchanged. A hub that was
 * restarted knows nothing of the session: it is begun again, and the client notices nothing.
 */
export class StdioRelay {
  private readonly over = new AbortController();
  private readonly running = new Map<string, AbortController>();
  private target: Promise<HubTarget> | undefined;
  /** The handshake of the client, to begin its session again. */
  private handshake: string | undefined;
  private session: Readonly<Record<string, string>> = {};
  private listening: AbortController | undefined;
  private beginning: Promise<void> = Promise.resolve();

  constructor(private readonly ports: RelayPorts) {}

  /** Relays until the client closes its end; settles when nothing is left. */
  async run(): Promise<void> {
    const lines = createInterface({ input: this.ports.input, crlfDelay: Number.POSITIVE_INFINITY });
    const pending = new Set<Promise<void>>();
    for await (const line of lines) {
      if (line.trim() === "") continue;
      const relayed = this.relay(line).finally(() => pending.delete(relayed));
      pending.add(relayed);
      await this.beginning; // nothing may overtake the handshake
    }
    await Promise.all(pending);
    this.listening?.abort();
    if (Object.keys(this.session).length > 0) await this.send("DELETE", this.session).catch(this.ports.report);
    this.over.abort();
  }

  private async relay(line: string): Promise<void> {
    const message = parsed(line);
    const id = idOf(message);
    try {
      if (message?.method === "initialize") {
        const begun = this.begin(line);
        this.beginning = begun.catch(() => {}); // reported below, as the answer to the handshake
        await begun;
      } else if (isModern(message)) await this.modern(line, message);
      else await this.answerTo(line, {});
    } catch (error) {
      this.ports.report(error);
      if (id !== undefined) this.write(JSON.stringify(failed(id, error)));
    } finally {
      if (id !== undefined) this.running.delete(String(id));
    }
  }

  private async begin(line: string): Promise<void> {
    this.handshake = line;
    await this.open(line, (text) => this.write(text));
  }

  /** Begins a session, and listens to what the hub tells without being asked. */
  private async open(handshake: string, take: (text: string) => void): Promise<void> {
    this.session = {};
    const response = await this.send("POST", {}, handshake);
    const session = response.headers["mcp-session-id"];
    let version: unknown;
    await response.messages((text) => {
      const result = parsed(text)?.result;
      version = isObject(result) ? result.protocolVersion : undefined;
      take(text);
    });
    if (typeof session !== "string") return;
    this.session = {
      "mcp-session-id": session,
      ...(typeof version === "string" && { "mcp-protocol-version": version }),
    };
    this.listening?.abort();
    this.listening = new AbortController();
    void this.listen(this.listening.signal);
  }

  private async answerTo(line: string, headers: Readonly<Record<string, string>>, again = true): Promise<void> {
    const response = await this.send("POST", { ...this.session, ...headers }, line);
    if (response.status !== 404 || !again || this.handshake === undefined) return this.pass(response);
    await response.messages(() => {});
    await this.open(this.handshake, () => {}); // the client has its answer to the handshake already
    await this.answerTo(line, headers, false);
  }

  /** A revision without a handshake: headers repeat what the body says, and a closed request is a cancelled one. */
  private async modern(line: string, message: Json): Promise<void> {
    const { method, params } = message;
    if (method === "notifications/cancelled") {
      const id = isObject(params) ? params.requestId : undefined;
      this.running.get(String(id))?.abort();
      return;
    }
    const abort = new AbortController();
    const id = idOf(message);
    if (id !== undefined) this.running.set(String(id), abort);
    const response = await this.send("POST", modernHeaders(message), line, abort.signal).catch((error: unknown) => {
      if (abort.signal.aborted) return undefined;
      throw error;
    });
    if (response) await this.pass(response).catch((error: unknown) => abort.signal.aborted || Promise.reject(error));
  }

  private async pass(response: HubResponse): Promise<void> {
    await response.messages((text) => {
      // What is not a message, such as the page of a refusal, is a failure of the relay.
      if (isObject(parsed(text)) && parsed(text)?.jsonrpc === "2.0") this.write(text);
      else throw new Error(`The hub answered with status ${response.status}: ${text.slice(0, 500)}`);
    });
  }

  private async listen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const response = await this.send("GET", this.session, "", signal);
        const isStream = response.status === 200;
        await response.messages((text) => isStream && this.write(text)); // a refusal is not a message for the client
        if (!isStream) return; // the next request begins another session
      } catch (error) {
        if (!signal.aborted) this.ports.report(error);
      }
      await this.pause(reopenMs);
    }
  }

  private async send(
    method: "POST" | "GET" | "DELETE",
    headers: Readonly<Record<string, string>>,
    body = "",
    signal = this.over.signal,
  ): Promise<HubResponse> {
    for (let attempt = 0; ; attempt++) {
      this.target ??= this.ports.target();
      try {
        return await hubRequest(await this.target, method, headers, signal, body);
      } catch (error) {
        this.target = undefined;
        // Only what certainly did not reach a hub is sent again.
        if (!isUnreached(error) || attempt >= retries.times || signal.aborted) throw error;
      }
      await this.pause(retries.ms);
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.ports.clock.after(ms, resolve, true));
  }

  private write(text: string): void {
    this.ports.output.write(`${text.includes("\n") ? JSON.stringify(JSON.parse(text)) : text}\n`);
  }
}

const parsed = (text: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // the hub says what is wrong with it
  }
};

function idOf(message: Json | undefined): string | number | undefined {
  const { id, method } = message ?? {};
  return method !== undefined && (typeof id === "string" || typeof id === "number") ? id : undefined;
}

const versionKey = "io.modelcontextprotocol/protocolVersion";

const metaOf = (message: Json | undefined): Json => {
  const params = message?.params;
  return isObject(params) && isObject(params._meta) ? params._meta : {};
};

const isModern = (message: Json | undefined): message is Json => metaOf(message)[versionKey] !== undefined;

function modernHeaders(message: Json): Readonly<Record<string, string>> {
  const params = isObject(message.params) ? message.params : {};
  const name = message.method === "resources/read" ? params.uri : params.name;
  return {
    "mcp-protocol-version": String(metaOf(message)[versionKey]),
    "mcp-method": String(message.method),
    ...(typeof name === "string" && { "mcp-name": headerValue(name) }),
  };
}

/** A value that is not plain text is sent in base64, marked as such (specification 2026-07-28, transports). */
const headerValue = (text: string): string =>
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) ? text : `=?base64?${Buffer.from(text).toString("base64")}?=`;

const isUnreached = (error: unknown): boolean => codeOf(error) === "ECONNREFUSED" || codeOf(error) === "ENOENT";

const failed = (id: string | number, error: unknown) => ({
  jsonrpc: "2.0",
  id,
  error: { code: -32603, message: error instanceof Error ? error.message : String(error) },
});
