import { createServer, type Server, STATUS_CODES } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Duplex } from "node:stream";
import { uniqueId } from "../../core/kernel/uniqueId";
import { message } from "../../protocol/message";
import type { FrontDoor } from "./frontDoor";
import type { ListenLimits, ListenOptions } from "./listenOptions";
import { type ProblemStatus, problemBody } from "./problem";

/** A server of Node with the limits of a listener, and its connections. */
export class HttpServer {
  readonly server: Server;
  /** Every connection, and those that speak HTTP: with TLS, those past their handshake, as another object each. */
  private readonly connections = new Set<Duplex>();
  private readonly speaking: Set<Duplex>;

  constructor(
    readonly door: FrontDoor,
    { tls, clock, refused }: Pick<ListenOptions, "tls" | "clock" | "refused">,
    limits: ListenLimits,
    /** How many connections all servers of the listener have. */
    open: () => number,
  ) {
    const options = {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: 0, // streams and long calls have no end of their own; the body's time is limited by the front door
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: limits.checkMs,
      requireHostHeader: false, // the front door says what is wrong, as JSON
      noDelay: true,
      keepAlive: true, // a client whose machine is gone is noticed
      keepAliveInitialDelay: 15_000,
    };
    this.server = tls
      ? createTlsServer({ ...options, ...tls, handshakeTimeout: limits.headersMs })
      : createServer(options);
    this.speaking = tls ? new Set() : this.connections;
    this.server.on("connection", (socket: Duplex) => {
      if (open() >= limits.connections) {
        refused?.("connections");
        socket.destroy();
      } else keepIn(this.connections, socket);
    });
    if (tls) this.server.on("secureConnection", (socket: Duplex) => keepIn(this.speaking, socket));
    this.server.on("request", door.take);
    this.server.on("checkContinue", door.take);
    this.server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
      const isAnswering = [...door.running].some(({ request }) => request.socket === socket);
      if (!socket.writable || isAnswering || error.code === "ECONNRESET" || error.code === "EPIPE") {
        socket.destroy();
        return;
      }
      refused?.("malformed");
      socket.end(brokenRequest(error.code));
      // The client need not close its side.
      clock.after(limits.lingerMs, () => socket.destroy(), true);
    });
  }

  get open(): number {
    return this.connections.size;
  }

  /** Closes every connection that answers no request. */
  closeUnused(): void {
    const used = new Set<Duplex>([...this.door.running].map(({ request }) => request.socket));
    for (const socket of this.speaking) if (!used.has(socket)) socket.destroy();
  }

  closeAll(): void {
    for (const socket of this.connections) socket.destroy();
  }
}

function keepIn(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket);
  socket.once("close", () => sockets.delete(socket));
}

/** The answer to what is not HTTP, or not within the limits, as the bytes of a response. */
function brokenRequest(code: string | undefined): string {
  const requestId = uniqueId();
  const [status, text] = brokenBecause(code);
  const body = JSON.stringify(problemBody(status, text, requestId));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
}

function brokenBecause(code: string | undefined): [ProblemStatus, string] {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return [431, message("gateway.headersTooLarge", "The headers of the request are too large. Send fewer of them.")];
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return [408, message("gateway.headersLate", "The headers did not arrive in time. Send the request again.")];
    default:
      return [400, message("gateway.malformed", "This is not a request of HTTP/1.1 that the hub can read.")];
  }
}
