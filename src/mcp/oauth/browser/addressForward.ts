import { createServer, type Server } from "node:http";
import type { Clock } from "../../../core/kernel/clock";
import type { Disposable } from "../../../core/kernel/disposable";

/** How long a short address leads on, in milliseconds: a browser may be slow to start. */
const openMs = 120_000;

/**
 * Short addresses on this machine that lead on to long ones. An editor in a browser, or with a remote machine, changes addresses of this
 * machine so that the person's browser reaches them, and decodes their queries on the way; a redirect takes the query along unchanged.
 */
export class AddressForward implements Disposable {
  private readonly open = new Map<Server, Disposable>();

  constructor(private readonly clock: Clock) {}

  /** A short address that leads to another one, for a while. */
  async shortFor(address: string): Promise<string> {
    const path = `/${crypto.randomUUID()}`;
    const server = createServer((request, response) => {
      // Only who was told the path gets there; the host may be the name that an editor reaches this port by.
      if (request.method === "GET" && request.url === path)
        response.writeHead(302, { location: address, "cache-control": "no-store", "referrer-policy": "no-referrer" });
      else response.writeHead(404);
      response.end();
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    this.open.set(
      server,
      this.clock.after(openMs, () => this.end(server), true),
    );
    const bound = server.address();
    return `http://127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}${path}`;
  }

  dispose(): void {
    for (const server of this.open.keys()) this.end(server);
  }

  private end(server: Server): void {
    this.open.get(server)?.dispose();
    this.open.delete(server);
    server.close();
    server.closeAllConnections();
  }
}
