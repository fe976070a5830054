import { once } from "node:events";
import { createServer, type Server, Socket } from "node:net";

/** An address on 127.0.0.1 that stays the same while the server behind it comes and goes. */
export class ComingAndGoing {
  private port = 0;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  /** Where the server is reached; known once it has come. */
  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** The server is there: connections are passed on to this address. */
  async come(target: string): Promise<void> {
    const { port } = new URL(target);
    const server = createServer((near) => {
      const far = new Socket();
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      far.connect(Number(port), "127.0.0.1");
      near.pipe(far).pipe(near);
    });
    server.listen(this.port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (typeof address === "object" && address) this.port = address.port;
    this.server = server;
  }

  /** The server is gone: every connection is cut, and new ones are refused. */
  async go(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = once(server, "close");
    server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
