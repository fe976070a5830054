import type { Clock } from "../../core/kernel/clock";
import type { Exchange } from "./exchange";

/** Answers one exchange. What it throws, or rejects with, becomes status 500 and is reported. */
export type Handler = (exchange: Exchange) => Promise<void> | void;

export interface ListenOptions {
  /** `127.0.0.1`, `::1` and `localhost` all mean both loopback addresses. Any other one needs `tls`. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Certificate chain and key, as PEM. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  /** Other names that the `Host` header may hold, with or without a port, such as that of a proxy in front. Missing: `host` alone. */
  readonly names?: readonly string[];
  /** The web pages that may use the gateway: loopback origins such as `http://127.0.0.1:6274`. Others in the list do not count. */
  readonly origins?: () => readonly string[];
  readonly clock: Clock;
  /** Hears of defects: what a handler threw. */
  readonly report: (error: unknown) => void;
  /** Hears of each request and connection that is turned away before any handler, for the figures. */
  readonly refused?: (reason: "host" | "origin" | "path" | "body-time" | "connections" | "malformed") => void;
  readonly limits?: Partial<ListenLimits>;
}

/** What a listener allows. Times are in milliseconds. */
export interface ListenLimits {
  /** Open connections; the next one is closed at once. */
  readonly connections: number;
  /** The headers of one request, in bytes; beyond it: 431. */
  readonly headerBytes: number;
  /** From the start of a connection, or of a request, to the end of its headers; beyond it: 408. */
  readonly headersMs: number;
  /** From the end of the headers to the end of the body; beyond it: 408. */
  readonly bodyMs: number;
  /** How long a client may go on sending a body after its answer, or not read its answer. */
  readonly lingerMs: number;
  /** How long an unused connection stays open. */
  readonly idleMs: number;
  /** How often the times above are checked. */
  readonly checkMs: number;
  /** How long a port that is in use is tried again: the process that had it may be about to end. */
  readonly portWaitMs: number;
  /** How long running requests may take to end after `close`. */
  readonly closeMs: number;
}

export const defaultListenLimits: ListenLimits = {
  connections: 1024,
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  bodyMs: 60_000,
  lingerMs: 5_000,
  idleMs: 60_000,
  checkMs: 1_000,
  portWaitMs: 5_000,
  closeMs: 3_000,
};
