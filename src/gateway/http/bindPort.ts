import type { Server } from "node:http";

/** Servers that listen on the same port. */
export interface Bound<S> {
  readonly servers: readonly S[];
  readonly port: number;
}

/** How often another port is chosen where one is free on the first address alone. */
const choices = 20;

/**
 * Listens on one port of several addresses. The first is needed; another one is left out where the machine does not have it. Returns
 * Node's error where the port is in use on any of them; rejects with every other failure.
 *
 * @param create makes the server for an address; `server` listens
 * @param port 0: any that is free on all of them
 */
export async function bindPort<S extends { readonly server: Server }>(
  create: () => S,
  addresses: readonly string[],
  port: number,
): Promise<Bound<S> | NodeJS.ErrnoException> {
  for (let choice = 1; ; choice++) {
    const bound = await bindOnce(create, addresses, port);
    if ("servers" in bound || port !== 0 || choice === choices) return bound;
  }
}

async function bindOnce<S extends { readonly server: Server }>(
  create: () => S,
  addresses: readonly string[],
  wished: number,
): Promise<Bound<S> | NodeJS.ErrnoException> {
  const servers: S[] = [];
  let port = wished;
  for (const address of addresses) {
    const one = create();
    const bound = await listenOn(one.server, port, address);
    if (typeof bound === "number") {
      port = bound;
      servers.push(one);
      continue;
    }
    await closed(one.server);
    if (servers.length > 0 && isMissing(bound)) continue;
    for (const { server } of servers) await closed(server);
    if (isInUse(bound)) return bound;
    throw bound;
  }
  return { servers, port };
}

/** Ends what Node has begun for a server, whether or not it listens. */
const closed = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

/** The port, or why the server does not listen. */
function listenOn(server: Server, port: number, host: string): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen({ port, host, ipv6Only: host.includes(":") }, () => {
      server.off("error", resolve);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

const isInUse = ({ code }: NodeJS.ErrnoException): boolean => code === "EADDRINUSE";

/** The machine has no such address, or no IPv6 at all. */
const isMissing = ({ code = "" }: NodeJS.ErrnoException): boolean =>
  ["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL", "EPROTONOSUPPORT", "ENETUNREACH"].includes(code);
