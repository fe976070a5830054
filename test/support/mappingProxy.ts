import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Certificates } from "./certificates";

export interface MappingProxy {
  readonly address: string;
  /** What it was asked for: `CONNECT host:port`, or method and whole address. */
  readonly seen: readonly string[];
  stop(): Promise<void>;
}

/** A proxy that sends everybody to the same port of this machine, wherever they want to go. */
export async function startMappingProxy(port: number, certificates?: Certificates): Promise<MappingProxy> {
  const seen: string[] = [];
  const tunneled = new Set<Duplex>();
  const server = certificates
    ? createSecureServer({
        cert: readFileSync(certificates.file("server.pem")),
        key: readFileSync(certificates.file("server.key")),
      })
    : createServer();
  server.on("request", (from, to) => {
    seen.push(`${from.method} ${from.url}`);
    const { pathname, search } = new URL(from.url ?? "");
    const { method, headers } = from;
    const onward = request({ port, host: "127.0.0.1", method, headers, path: pathname + search }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on("error", () => to.destroy());
    from.pipe(onward);
  });
  server.on("connect", ({ url }, client) => {
    seen.push(`CONNECT ${url}`);
    const target = connect(port, "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    target.pipe(client).pipe(target);
    for (const socket of [target, client]) {
      tunneled.add(socket);
      socket.on("error", () => [target, client].map((one) => one.destroy()));
      socket.on("close", () => tunneled.delete(socket));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `${certificates ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async stop() {
      for (const socket of tunneled) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
