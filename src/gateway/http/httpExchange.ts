import type { IncomingMessage, ServerResponse } from "node:http";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import type { Exchange } from "./exchange";

/** An exchange whose rarer parts are made when they are asked for: most requests need neither a query nor a signal. */
export class HttpExchange implements Exchange {
  private abort: AbortController | undefined;
  private parsed: URLSearchParams | undefined;
  private isGone = false;
  private isFinished = false;
  private isWatched = false;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly path: string,
    private readonly search: string,
    readonly requestId: string,
    /** When its headers had arrived, in milliseconds since the epoch. */
    readonly startedAt: number,
  ) {}

  get query(): URLSearchParams {
    this.parsed ??= new URLSearchParams(this.search);
    return this.parsed;
  }

  get signal(): AbortSignal {
    if (!this.abort) {
      this.abort = new AbortController();
      if (this.isGone) this.abort.abort(clientLeft());
    }
    return this.abort.signal;
  }

  /** Runs it the first time. */
  once(run: () => void): void {
    if (!this.isWatched) run();
    this.isWatched = true;
  }

  /** All of the response has gone out: the client may close now. */
  finish(): void {
    this.isFinished = true;
  }

  /** The connection is closed, or done with this exchange. */
  end(): void {
    if (this.isFinished || this.isGone) return;
    this.isGone = true;
    this.abort?.abort(clientLeft());
  }
}

const clientLeft = () =>
  new HubError("cancelled", message("gateway.clientLeft", "The client closed its connection before the answer."));
