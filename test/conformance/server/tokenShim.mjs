// Stands before a gateway for clients that cannot send a token, as the conformance suite: it adds the header Authorization and passes on
// everything else as it came, foreign names in Host and Origin too; only where those name the shim they then name the gateway, whose port
// is part of its name. On 127.0.0.1 only, and for tests only.
import { Agent, createServer, request } from "node:http";

/**
 * @param {string} gateway the gateway's address; only its origin counts
 * @param {string} token
 * @returns {Promise<{ origin: string, stop(): Promise<void> }>}
 */
export async function startTokenShim(gateway, token) {
  const { hostname, port, host } = new URL(gateway);
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const { method, url: path } = incoming;
    const headers = { ...incoming.headers };
    const own = `127.0.0.1:${incoming.socket.localPort}`;
    if (headers.host === own) headers.host = host;
    if (headers.origin === `http://${own}`) headers.origin = `http://${host}`;
    const onward = request(
      {
        agent,
        hostname,
        port,
        method,
        path,
        setHost: false,
        headers: { ...headers, authorization: `Bearer ${token}` },
      },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders).flushHeaders();
        response.pipe(outgoing);
        response.once("error", () => outgoing.destroy());
      },
    );
    onward.once("error", () => outgoing.destroy());
    outgoing.once("close", () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The shim does not listen.");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
