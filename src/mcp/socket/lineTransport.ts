import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { tlsProblem } from "../http/client/tlsProblem";
import { notConnected, notReading } from "../wire/linkErrors";
import type { MessageInfo } from "../wire/messageInfo";
import { messageText } from "../wire/messageJson";
import { defaultMessageLimit, tooLarge } from "../wire/messageLimit";
import { largeMessagesOf, messagesOf } from "../wire/messagesOf";
import { isLarge } from "../wire/parseInSlices";
import { SerialQueue } from "../wire/serialQueue";

/** How much may wait for a server that does not read, in bytes. */
const waitingLimit = 64 * 1024 * 1024;

export interface SocketPorts {
  readonly server: string;
  /** Masks secrets in what the server sends, before it is quoted. */
  readonly mask: (text: string) => string;
  /** The largest message that is read, in bytes; `defaultMessageLimit` where it is missing. */
  readonly messageLimit?: number | undefined;
  /** Hears that the server refused the connection for its credentials or its rights. */
  readonly refused?: ((status: 401 | 403) => void) | undefined;
}

/** A connection as the transport over it uses it. */
export interface Wire {
  /** Settles once the system has accepted the text. */
  send(text: string): Promise<void>;
  /** How much is not sent yet, in bytes. */
  readonly waiting: number;
  /** Settles when nothing is left of it. */
  close(): Promise<void>;
}

/** A transport over one lasting connection, in which each message is separate. */
export abstract class LineTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (message: JSONRPCMessage, info?: MessageInfo) => void;
  /** Why the transport is closed, unless the hub closed it. Set before `onclose` is called. */
  closeReason: HubError | undefined;

  protected readonly limit: number;
  private wire: Wire | undefined;
  private closed = false;
  private hadMessages = false;
  private readonly queue = new SerialQueue((error) => this.onerror?.(asError(error)));

  constructor(protected readonly ports: SocketPorts) {
    this.limit = ports.messageLimit ?? defaultMessageLimit;
  }

  /** Opens the connection; rejects with a `HubError`. */
  protected abstract connect(): Promise<Wire>;

  async start(): Promise<void> {
    const wire = await this.connect();
    this.wire = wire;
    if (this.closed) await wire.close();
  }

  async send(sent: JSONRPCMessage): Promise<void> {
    const { server } = this.ports;
    const { wire } = this;
    if (!wire || this.closed) throw this.closeReason ?? notConnected(server);
    if (wire.waiting > waitingLimit) throw notReading(server);
    try {
      await wire.send(messageText(sent));
    } catch (error) {
      throw this.closeReason ?? this.ended(asError(error).message);
    }
  }

  async close(): Promise<void> {
    this.notifyClosed(undefined);
    await this.wire?.close();
  }

  /** Takes a message, or the function that joins a large one; it is delivered after those before it. The promise settles when all are delivered: until then nothing more is read. */
  protected receive(text: Buffer | (() => Promise<Buffer>)): Promise<void> | undefined {
    this.queue.add(() => {
      if (typeof text === "function") return this.receiveLarge(text());
      return isLarge(text) ? this.receiveLarge(text) : this.deliver(text, messagesOf(text));
    });
    return this.queue.idle;
  }

  private async receiveLarge(whole: Buffer | Promise<Buffer>): Promise<void> {
    const text = await whole;
    this.deliver(text, await largeMessagesOf(text));
  }

  private deliver(text: Buffer, messages: readonly JSONRPCMessage[] | undefined): undefined {
    if (this.closed) return;
    if (messages) this.hadMessages = true;
    else this.notAMessage(text);
    for (const one of messages ?? []) this.onmessage?.(one, { bytes: text.length });
  }

  protected tooLong(): void {
    this.drop(tooLarge(this.ports.server, this.limit));
  }

  /** The server ended the connection, or it broke; messages that came before are delivered first. */
  protected lost(reason: string): void {
    this.queue.add(() => this.notifyClosed(this.ended(reason)));
  }

  private ended(reason: string): HubError {
    const { server } = this.ports;
    return new HubError(
      "transport",
      message("socket.ended", 'The connection to "{server}" ended: {reason}. Restart the server.', { server, reason }),
    );
  }

  private notAMessage(text: Buffer): void {
    const { server, mask } = this.ports;
    const sample = safeLine(mask(text.subarray(0, 8000).toString("utf8")));
    if (sample === "") return;
    if (this.hadMessages)
      this.onerror?.(new Error(message("socket.notAMessage", "not an MCP message: {sample}", { sample })));
    else
      this.drop(
        new HubError(
          "protocol",
          message(
            "socket.notMcp",
            '"{server}" is not an MCP server: it sends "{sample}". Correct "url" in the settings.',
            { server, sample },
          ),
        ),
      );
  }

  private drop(error: HubError): void {
    this.notifyClosed(error);
    this.wire?.close().catch((failure: unknown) => this.onerror?.(asError(failure)));
  }

  private notifyClosed(because: HubError | undefined): undefined {
    if (this.closed) return;
    this.closed = true;
    this.closeReason = because;
    this.onclose?.();
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** The failure to open a connection as a `HubError`. */
export function socketError(server: string, url: string, error: Error & { readonly code?: string }): HubError {
  const inner = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const code = "code" in inner ? String(inner.code) : "";
  const address = safeLine(url.replace(/[?#].*$/, ""), 200);
  const host = URL.canParse(url) ? new URL(url).host : address;
  const text = tlsProblem(server, host, code, inner.message) ?? textOf(server, address, code, inner);
  return new HubError("transport", text, { cause: error, sent: "no", outage: true });
}

function textOf(server: string, address: string, code: string, error: Error): string {
  switch (code) {
    case "ECONNREFUSED":
      return message(
        "socket.refused",
        '"{server}" cannot be reached at {address}: nothing listens there. Start the server, or correct "url" in the settings.',
        { server, address },
      );
    case "ENOENT":
      return message(
        "socket.missing",
        '"{server}" cannot be reached at {address}: the socket does not exist. Start the server, or correct "url" in the settings.',
        { server, address },
      );
    case "EACCES":
      return message(
        "socket.noAccess",
        '"{server}" cannot be reached at {address}: you are not allowed to open it. Check the permissions of the socket.',
        { server, address },
      );
    case "ENOTSOCK":
      return message(
        "socket.notASocket",
        '"{server}" cannot be reached at {address}: this is not a socket. Correct "url" in the settings.',
        { server, address },
      );
    case "ENOTFOUND":
      return message(
        "socket.nameNotFound",
        '"{server}" cannot be reached at {address}: its name was not found. Check the network, or correct "url" in the settings.',
        { server, address },
      );
    case "ETIMEDOUT":
      return message(
        "socket.timeout",
        '"{server}" cannot be reached at {address}: it does not answer. Check the network, then try again.',
        { server, address },
      );
    default:
      return message(
        "socket.failed",
        '"{server}" cannot be reached at {address}: {cause}. Check "url" in the settings.',
        { server, address, cause: safeLine(error.message, 300) },
      );
  }
}
