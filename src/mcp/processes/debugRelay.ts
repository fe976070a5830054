import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { DebugRelay } from "../../core/development/debuggedLink";

const host = "127.0.0.1";

/** How often the program's port is tried while it does not listen yet, in milliseconds. */
const tryMs = 100;

/** How many connections a debugger may have at once. */
const mostConnections = 32;

/**
 * Opens a port of this machine for a debugger, before the program listens at its own: what connects to it waits until the program does.
 * Nothing tries the program's port before: debugpy ends when its first client leaves.
 */
export async function openDebugRelay(): Promise<DebugRelay> {
  const programPort = await freePort();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy()); // the other side sees that it has ended
    return socket;
  };
  const relay = createServer((debuggerSide) => {
    keep(debuggerSide);
    void join(debuggerSide, programPort, keep);
  });
  relay.maxConnections = mostConnections;
  const port = await listening(relay);
  return {
    port,
    programPort,
    dispose: () => {
      relay.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Connects to the program as soon as it listens, and passes on what either side sends, until one of them leaves. */
async function join(debuggerSide: Socket, port: number, keep: (socket: Socket) => Socket): Promise<void> {
  while (!debuggerSide.destroyed) {
    const program = await connected(port);
    if (program) {
      keep(program);
      program.pipe(debuggerSide).pipe(program);
      program.once("close", () => debuggerSide.destroy());
      debuggerSide.once("close", () => program.destroy());
      if (debuggerSide.destroyed) program.destroy();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, tryMs));
  }
}

/** `undefined` while nothing listens there. */
function connected(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}

async function listening(server: Server): Promise<number> {
  server.listen(0, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A port of this machine that nothing uses now. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, "close");
  return port;
}
