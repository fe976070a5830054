import { type RawData, WebSocket } from "ws";
import type { HttpPlan } from "../../core/config/plan/launchPlan";
import { TimeSlices } from "../../core/kernel/timeSlices";
import { message } from "../../protocol/message";
import { displayedAddress } from "../http/client/displayedAddress";
import type { Network } from "../http/client/network";
import { statusError } from "../http/statusError";
import { cutLargeFrames } from "./largeFrames";
import { LineTransport, type SocketPorts, socketError, type Wire } from "./lineTransport";

/** How long a server may take to answer the close frame, in milliseconds. */
const closeMs = 1000;

/** The subprotocol of the SDK's own WebSocket transports. */
const subprotocol = "mcp";

/** The most bytes that are joined at once. */
const joinLimit = 1024 * 1024;

/** The most pieces of a message. */
const maxFragments = 256 * 1024;

/**
 * One JSON-RPC message per WebSocket message (RFC 6455), with the subprotocol `mcp`. Not compressed: `ws` joins an inflated message in one
 * step, which holds up everything else, and a small message may grow to the limit.
 */
export class WebSocketTransport extends LineTransport {
  constructor(
    private readonly plan: Pick<HttpPlan, "server" | "url" | "headers" | "tls">,
    ports: SocketPorts,
    private readonly network: Network,
  ) {
    super(ports);
  }

  protected async connect(): Promise<Wire> {
    const { server, url, headers } = this.plan;
    const { userAgent } = this.network;
    const target = new URL(url);
    const limits = { maxPayload: this.limit, maxFragments };
    const socket = new WebSocket(target, subprotocol, {
      headers: { ...(userAgent && { "User-Agent": userAgent }), ...headers },
      ...limits,
      perMessageDeflate: false,
      ...this.network.socketOptions(this.plan, target),
    });
    socket.binaryType = "fragments";
    socket.once("upgrade", (response) => cutLargeFrames(response.socket));
    return new Promise((resolve, reject) => {
      const displayed = { server, address: displayedAddress(url) };
      socket.once("unexpected-response", (request, { statusCode = 0, headers: { location } }) => {
        if (statusCode === 401 || statusCode === 403) this.ports.refused?.(statusCode);
        reject(statusError(displayed, statusCode, { location }));
        request.destroy();
      });
      socket.on("error", (error: Error & { code?: string }) => {
        if (error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") this.tooLong();
        else this.lost(error.message);
        reject(socketError(server, displayed.address, error));
      });
      socket.on("message", (data) => {
        const idle = this.receive(whole(piecesOf(data)));
        if (!idle) return;
        socket.pause();
        void idle.then(() => socket.resume());
      });
      socket.on("close", (code) =>
        this.lost(message("socket.closedWithCode", "the server closed it (code {code})", { code })),
      );
      socket.once("open", () => resolve(new WebSocketWire(socket)));
    });
  }
}

class WebSocketWire implements Wire {
  constructor(private readonly socket: WebSocket) {}

  get waiting(): number {
    return this.socket.bufferedAmount;
  }

  send(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.send(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  close(): Promise<void> {
    const { socket } = this;
    if (socket.readyState === WebSocket.CLOSED) return Promise.resolve();
    const timer = setTimeout(() => socket.terminate(), closeMs);
    return new Promise((resolve) => {
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      socket.close(1000);
    });
  }
}

const piecesOf = (data: RawData): readonly Buffer[] =>
  Array.isArray(data) ? data : [data instanceof ArrayBuffer ? Buffer.from(data) : data];

/** A message of one piece as it is, a large one as the function that joins it in time slices. */
function whole(pieces: readonly Buffer[]): Buffer | (() => Promise<Buffer>) {
  const [first = Buffer.alloc(0)] = pieces;
  if (pieces.length <= 1) return first;
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  return size <= joinLimit ? Buffer.concat(pieces, size) : () => joined(pieces, size);
}

async function joined(pieces: readonly Buffer[], size: number): Promise<Buffer> {
  const slices = new TimeSlices();
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const piece of pieces) {
    at += piece.copy(bytes, at);
    await slices.yieldIfDue();
  }
  return bytes;
}
