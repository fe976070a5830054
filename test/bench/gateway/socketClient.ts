import { connect, type Socket } from "node:net";
import { ResponseReader } from "./responseReader";

/** What came back to one request. */
export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Connection {
  readonly socket: Socket;
  /** What waits for the answer that is under way. */
  waiting: { readonly settle: (answer: HttpAnswer) => void; readonly fail: (error: Error) => void } | undefined;
}

/**
 * An HTTP client with connections kept alive, the same for every gateway. It sits right on the sockets and does as little as it can: the
 * client of Node itself takes longer for a request than a fast gateway does.
 */
export class SocketClient {
  private readonly free: Connection[] = [];
  private readonly all = new Set<Connection>();
  private readonly port: number;
  private readonly host: string;
  private readonly common: string;

  /** @param headers sent with every request */
  constructor(address: string, headers: Readonly<Record<string, string>> = {}) {
    const url = new URL(address);
    this.port = Number(url.port);
    this.host = url.hostname;
    this.common = `host: ${url.host}\r\nconnection: keep-alive\r\n${lines(headers)}`;
  }

  post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    const connection = this.free.pop() ?? this.open();
    const length = Buffer.byteLength(body);
    const head = `POST ${path} HTTP/1.1\r\n${this.common}content-type: application/json\r\n${lines(headers)}content-length: ${length}\r\n\r\n`;
    return new Promise((settle, fail) => {
      connection.waiting = { settle, fail };
      connection.socket.write(head + body);
    });
  }

  close(): void {
    for (const { socket } of this.all) socket.destroy();
  }

  private open(): Connection {
    const socket = connect({ port: this.port, host: this.host, noDelay: true });
    const connection: Connection = { socket, waiting: undefined };
    const reader = new ResponseReader((answer) => {
      const { waiting } = connection;
      connection.waiting = undefined;
      if (answer.headers.connection === "close") socket.end();
      else this.free.push(connection);
      waiting?.settle(answer);
    });
    const gone = (error = new Error("The gateway closed the connection.")) => {
      this.all.delete(connection);
      const index = this.free.indexOf(connection);
      if (index >= 0) this.free.splice(index, 1);
      connection.waiting?.fail(error);
      connection.waiting = undefined;
    };
    socket.on("data", (data) => reader.read(data));
    socket.on("error", gone);
    socket.on("close", () => gone());
    this.all.add(connection);
    return connection;
  }
}

const lines = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
