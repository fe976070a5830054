import { connect, type Socket } from "node:net";
import { type SocketAddress, socketAddress } from "../../core/config/schema/socketAddress";
import { HubError } from "../../core/kernel/hubError";
import { LineReader } from "../wire/lineReader";
import { LineTransport, type SocketPorts, socketError, type Wire } from "./lineTransport";

/** How long a server may take to end its side after ours, in milliseconds. */
const farewellMs = 1000;

/** One JSON-RPC message a line over TCP, a unix socket or a named pipe, as on stdio. */
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
    let busy: Promise<void> | undefined;
    const reader = new LineReader(
      this.limit,
      (line) => {
        busy = this.receive(line);
      },
      () => this.tooLong(),
    );
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", (error) => reject(socketError(this.ports.server, this.url, error)));
    });
    socket.on("data", (chunk) => {
      reader.push(chunk);
      if (!busy) return;
      socket.pause();
      void busy.then(() => socket.resume());
      busy = undefined;
    });
    socket.on("error", (error) => this.lost(error.message));
    socket.on("close", () => this.lost("its side closed it"));
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
    const timer = setTimeout(() => socket.destroy(), farewellMs);
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

/** The address, if this machine knows its kind. Throws `bad-config`. */
export function addressHere(url: string, server: string, platform: NodeJS.Platform): SocketAddress {
  const address = socketAddress(url);
  const bad = (why: string) => new HubError("bad-config", `"${server}" cannot be reached: ${why}`);
  if (!address) throw bad('its address is not whole. Correct "url" in the settings.');
  if (address.kind === "pipe" && platform !== "win32")
    throw bad('named pipes are there on Windows only. Use "unix:" with the path of its socket.');
  if (address.kind === "unix" && platform === "win32")
    throw bad('unix sockets are not there on Windows. Use "pipe:" with the name of its pipe.');
  return address;
}
