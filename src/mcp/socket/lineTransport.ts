import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { MessageInfo } from "../wire/messageInfo";
import { defaultMessageLimit, tooLarge } from "../wire/messageLimit";
import { largeMessagesOf, messagesOf } from "../wire/messagesOf";
import { isLarge } from "../wire/parseInSlices";
import { SerialQueue } from "../wire/serialQueue";

/** How much may wait for a server that does not read, in bytes. */
const waitingLimit = 64 * 1024 * 1024;

export interface SocketPorts {
  readonly server: string;
  /** Takes secrets out of what the server sends, before it is cited. */
  readonly mask: (text: string) => string;
  /** The largest message that is read, in bytes; 256 MB where it is missing. */
  readonly messageLimit?: number | undefined;
}

/** What a connection does for the transport over it. */
export interface Wire {
  /** Settles once the system has taken the text. */
  send(text: string): Promise<void>;
  /** How much waits to be sent, in bytes. */
  readonly waiting: number;
  /** Settles when nothing is left of it. */
  close(): Promise<void>;
}

/** A transport over one lasting connection, in which each message stands by itself. */
export abstract class LineTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (message: JSONRPCMessage, info?: MessageInfo) => void;
  /** Why the line is gone, unless we closed it. Set before `onclose` is told. */
  goneBecause: HubError | undefined;

  protected readonly limit: number;
  private wire: Wire | undefined;
  private over = false;
  private heard = false;
  private readonly inOrder = new SerialQueue((error) => this.onerror?.(asError(error)));

  constructor(protected readonly ports: SocketPorts) {
    this.limit = ports.messageLimit ?? defaultMessageLimit;
  }

  /** Opens the connection; rejects with a `HubError`. */
  protected abstract connect(): Promise<Wire>;

  async start(): Promise<void> {
    const wire = await this.connect();
    this.wire = wire;
    if (this.over) await wire.close();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { server } = this.ports;
    const { wire } = this;
    if (!wire || this.over)
      throw this.goneBecause ?? new HubError("not-connected", `"${server}" is not connected. Connect it first.`);
    if (wire.waiting > waitingLimit)
      throw new HubError("transport", `"${server}" does not read what it is sent. Restart the server.`);
    try {
      await wire.send(JSON.stringify(message));
    } catch (error) {
      throw this.goneBecause ?? this.ended(asError(error).message);
    }
  }

  async close(): Promise<void> {
    this.gone(undefined);
    await this.wire?.close();
  }

  /** A message, or what puts a large one together; it is heard after those before it. The promise settles when nothing is left to hear: until then nothing more is read. */
  protected receive(text: Buffer | (() => Promise<Buffer>)): Promise<void> | undefined {
    this.inOrder.add(() => {
      if (typeof text === "function") return this.receiveLarge(text());
      return isLarge(text) ? this.receiveLarge(text) : this.deliver(text, messagesOf(text));
    });
    return this.inOrder.busy;
  }

  private async receiveLarge(coming: Buffer | Promise<Buffer>): Promise<void> {
    const text = await coming;
    this.deliver(text, await largeMessagesOf(text));
  }

  private deliver(text: Buffer, messages: readonly JSONRPCMessage[] | undefined): undefined {
    if (this.over) return;
    if (messages) this.heard = true;
    else this.noMessage(text);
    for (const message of messages ?? []) this.onmessage?.(message, { bytes: text.length });
  }

  protected tooLong(): void {
    this.drop(tooLarge(this.ports.server, this.limit));
  }

  /** The connection ended from the other side, or broke; what came before is heard first. */
  protected lost(why: string): void {
    this.inOrder.add(() => this.gone(this.ended(why)));
  }

  private ended(why: string): HubError {
    const { server } = this.ports;
    return new HubError("transport", `The connection to "${server}" ended: ${why}. Restart the server.`);
  }

  private noMessage(text: Buffer): void {
    const { server, mask } = this.ports;
    const sample = safeLine(mask(text.subarray(0, 8000).toString("utf8")));
    if (sample === "") return;
    if (this.heard) this.onerror?.(new Error(`no MCP message: ${sample}`));
    else
      this.drop(
        new HubError("protocol", `"${server}" is no MCP server: it sends "${sample}". Correct "url" in the settings.`),
      );
  }

  private drop(error: HubError): void {
    this.gone(error);
    this.wire?.close().catch((failure: unknown) => this.onerror?.(asError(failure)));
  }

  private gone(because: HubError | undefined): undefined {
    if (this.over) return;
    this.over = true;
    this.goneBecause = because;
    this.onclose?.();
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const causes: Readonly<Record<string, readonly [cause: string, way: string]>> = {
  ECONNREFUSED: ["nothing listens there", 'Start the server, or correct "url" in the settings.'],
  ENOENT: ["there is no such socket", 'Start the server, or correct "url" in the settings.'],
  EACCES: ["this user may not open it", "Check the rights of the socket."],
  ENOTSOCK: ["it is no socket", 'Correct "url" in the settings.'],
  ENOTFOUND: ["its name was not found", 'Check the network, or correct "url" in the settings.'],
  ETIMEDOUT: ["it does not answer", "Check the network, then try again."],
};

/** A connection that did not come about, in words. */
export function socketError(server: string, url: string, error: Error & { readonly code?: string }): HubError {
  const inner = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const code = "code" in inner ? String(inner.code) : "";
  const [cause, way] = causes[code] ?? [safeLine(inner.message, 300), 'Check "url" in the settings.'];
  const at = safeLine(url.replace(/[?#].*$/, ""), 200);
  return new HubError("transport", `"${server}" cannot be reached at ${at}: ${cause}. ${way}`, {
    cause: error,
    sent: "no",
  });
}
