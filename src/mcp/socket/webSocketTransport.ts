import { type RawData, WebSocket } from "ws";
import type { HttpPlan } from "../../core/config/plan/launchPlan";
import { TimeSlices } from "../../core/kernel/timeSlices";
import type { Network } from "../http/client/network";
import { shownAddress } from "../http/client/shownAddress";
import { statusError } from "../http/statusError";
import { cutLargeFrames } from "./largeFrames";
import { LineTransport, type SocketPorts, socketError, type Wire } from "./lineTransport";

/** How long a server may take to answer our farewell, in milliseconds. */
const farewellMs = 1000;

/** The one that the SDK's own WebSocket transports agreed on. */
const subprotocol = "mcp";

/** So many bytes are put together at once. */
const atOnce = 1024 * 1024;

/** A message comes in at most so many pieces. */
const maxFragments = 256 * 1024;

/**
 * One JSON-RPC message a frame over a WebSocket (RFC 6455), with the subprotocol `mcp`. Not compressed: `ws` puts an inflated message
 * together in one go, which holds everything else up, and a small one may grow to the limit.
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
    const target = new URL(url);
    const limits = { maxPayload: this.limit, maxFragments };
    const socket = new WebSocket(target, subprotocol, {
      headers,
      ...limits,
      perMessageDeflate: false,
      ...this.network.socketWay(this.plan, target),
    });
    socket.binaryType = "fragments";
    socket.once("upgrade", (response) => cutLargeFrames(response.socket));
    return new Promise((resolve, reject) => {
      const where = { server, address: shownAddress(url) };
      socket.once("unexpected-response", (request, { statusCode = 0 }) => {
        reject(statusError(where, statusCode));
        request.destroy();
      });
      socket.on("error", (error: Error & { code?: string }) => {
        if (error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") this.tooLong();
        else this.lost(error.message);
        reject(socketError(server, where.address, error));
      });
      socket.on("message", (data) => {
        const busy = this.receive(whole(asPieces(data)));
        if (!busy) return;
        socket.pause();
        void busy.then(() => socket.resume());
      });
      socket.on("close", (code) => this.lost(`its side closed it (code ${code})`));
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
    const timer = setTimeout(() => socket.terminate(), farewellMs);
    return new Promise((resolve) => {
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      socket.close(1000);
    });
  }
}

const asPieces = (data: RawData): readonly Buffer[] =>
  Array.isArray(data) ? data : [data instanceof ArrayBuffer ? Buffer.from(data) : data];

/** A message of one piece as it is, a large one as what puts it together in turns. */
function whole(pieces: readonly Buffer[]): Buffer | (() => Promise<Buffer>) {
  const [first = Buffer.alloc(0)] = pieces;
  if (pieces.length <= 1) return first;
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  return size <= atOnce ? Buffer.concat(pieces, size) : () => putTogether(pieces, size);
}

async function putTogether(pieces: readonly Buffer[], size: number): Promise<Buffer> {
  const turns = new TimeSlices();
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const piece of pieces) {
    at += piece.copy(bytes, at);
    await turns.yieldIfDue();
  }
  return bytes;
}
