import { connect, type Socket } from "node:net";
import { type SocketAddress, socketAddress } from "../../core/config/schema/socketAddress";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { LineReader } from "../wire/lineReader";
import { readInTurns } from "../wire/readInTurns";
import { LineTransport, type SocketPorts, socketError, type Wire } from "./lineTransport";

/** How long a server may take to close its side after the hub, in milliseconds. */
const closeMs = 1000;

/** One JSON-RPC message per line over TCP, a unix socket or a named pipe, as on stdio. */
export class SocketTransport extends LineTransport {
  constructor(
    private readonly url: string,
    ports: SocketPorts,
    private readonly platform: NodeJS.Platform = process.platform,
  ) {
    super(ports);
  }

  protected async connect(): Promise<Wire> {
    const socket = connect(pathOrPort(addressHere(this.url, this.ports.server, this.platform)));
    socket.setNoDelay(true);
    let idle: Promise<void> | undefined;
    const reader = new LineReader(
      this.limit,
      (line) => {
        idle = this.receive(line);
      },
      () => this.tooLong(),
    );
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", (error) => reject(socketError(this.ports.server, this.url, error)));
    });
    readInTurns(socket, (chunk) => {
      idle = undefined;
      reader.push(chunk);
      return idle;
    });
    socket.on("error", (error) => this.lost(error.message));
    socket.on("close", () => {
      reader.dispose();
      this.lost(message("socket.closedByServer", "the server closed it"));
    });
    return new SocketWire(socket);
  }
}

class SocketWire implements Wire {
  constructor(private readonly socket: Socket) {}

  get waiting(): number {
    return this.socket.writableLength;
  }

  send(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  close(): Promise<void> {
    const { socket } = this;
    if (socket.closed) return Promise.resolve();
    const timer = setTimeout(() => socket.destroy(), closeMs);
    return new Promise((resolve) => {
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      socket.resume().end();
    });
  }
}

const pathOrPort = (address: SocketAddress) =>
  address.kind === "tcp" ? { host: address.host, port: address.port } : { path: address.path };

/** The address, where this machine supports its kind. Throws `bad-config`. */
export function addressHere(url: string, server: string, platform: NodeJS.Platform): SocketAddress {
  const address = socketAddress(url);
  const bad = (text: string) => new HubError("bad-config", text);
  if (!address)
    throw bad(
      message(
        "socket.incompleteAddress",
        '"{server}" cannot be reached: its address is incomplete. Correct "url" in the settings.',
        { server },
      ),
    );
  if (address.kind === "pipe" && platform !== "win32")
    throw bad(
      message(
        "socket.pipesOnWindows",
        '"{server}" cannot be reached: named pipes exist only on Windows. Use "unix:" with the path of its socket.',
        { server },
      ),
    );
  if (address.kind === "unix" && platform === "win32")
    throw bad(
      message(
        "socket.noUnixSockets",
        '"{server}" cannot be reached: unix sockets do not exist on Windows. Use "pipe:" with the name of its pipe.',
        { server },
      ),
    );
  return address;
}
