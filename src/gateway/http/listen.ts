import { neverAborted } from "../../core/kernel/abortSignals";
import { HubError } from "../../core/kernel/hubError";
import { Pause } from "../../core/kernel/pause";
import { message } from "../../protocol/message";
import { codeOf } from "../../protocol/systemError";
import { type Bound, bindPort } from "./bindPort";
import { FrontDoor } from "./frontDoor";
import { allowedHosts, inAddress, isLoopback, isWildcard } from "./hostNames";
import { HttpServer } from "./httpServer";
import { defaultListenLimits, type Handler, type ListenLimits, type ListenOptions } from "./listenOptions";

/** An address that the gateway answers on. */
export interface Listener {
  /** Such as `http://127.0.0.1:4319`: `localhost` would be another address for some clients. */
  readonly url: string;
  readonly port: number;
  /** Stops accepting, lets running requests end within a time, then ends all connections. */
  close(): Promise<void>;
}

/** How long until a port that is in use is tried again, in milliseconds. */
const againMs = 200;

/**
 * Listens on 127.0.0.1 and, under the same port where the machine has it, on ::1; with TLS also on another host. Rejects with a `HubError`
 * that says what to change (`isPortTaken` tells one of them).
 */
export async function listen(handler: Handler, options: ListenOptions): Promise<Listener> {
  const { host, tls } = options;
  checkHost(options);
  const limits = { ...defaultListenLimits, ...options.limits };
  const addresses = isLoopback(host) ? ["127.0.0.1", "::1"] : [host.replace(/^\[|\]$/g, "")];
  const door = new FrontDoor(handler, options, limits, () => hosts());
  const made = new Set<HttpServer>();
  const create = () => {
    const one = new HttpServer(door, options, limits, () => [...made].reduce((sum, { open }) => sum + open, 0));
    made.add(one);
    one.server.once("close", () => made.delete(one));
    return one;
  };
  // A request may come on the first address before the second is bound.
  let known: ReadonlySet<string> | undefined;
  const hosts = () => {
    if (known) return known;
    const addresses = [...made].map(({ server }) => server.address());
    const port = addresses.flatMap((address) => (typeof address === "object" && address ? [address.port] : []))[0];
    if (port === undefined) return new Set<string>();
    known = allowedHosts({ host, names: options.names, port, isTls: tls !== undefined });
    return known;
  };
  const bound = await bindInTime(create, addresses, options, limits);
  const shown = isLoopback(host) ? "127.0.0.1" : inAddress(isWildcard(host) ? (options.names?.[0] ?? host) : host);
  const url = `${tls ? "https" : "http"}://${/:\d+$/.test(shown) && isWildcard(host) ? shown : `${shown}:${bound.port}`}`;
  return new OpenListener(url, bound, door, options, limits);
}

function checkHost({ host, tls, names }: ListenOptions): void {
  if (!isLoopback(host) && !tls)
    throw new HubError(
      "bad-config",
      message(
        "gateway.needsTls",
        "The gateway does not listen on {host} without TLS: tokens would be readable on the network. Give it a certificate and a key, or use 127.0.0.1.",
        { host },
      ),
    );
  if (isWildcard(host) && !names?.length)
    throw new HubError(
      "bad-config",
      message(
        "gateway.needsName",
        "The gateway cannot tell which name its clients use for {host}. Say which name that is.",
        { host },
      ),
    );
}

async function bindInTime(
  create: () => HttpServer,
  addresses: readonly string[],
  { host, port, clock }: ListenOptions,
  { portWaitMs }: ListenLimits,
): Promise<Bound<HttpServer>> {
  const pause = new Pause(clock);
  const until = clock.now() + portWaitMs;
  for (;;) {
    const bound = await bindPort(create, addresses, port).catch((error: unknown) => {
      throw notListening(host, port, error);
    });
    if ("servers" in bound) return bound;
    if (clock.now() >= until) throw portTaken(host, port, bound);
    await pause.for(againMs, neverAborted);
  }
}

const portTaken = (host: string, port: number, cause: Error): HubError =>
  new HubError(
    "bad-config",
    message(
      "gateway.portTaken",
      "The gateway cannot listen on port {port} of {host}: another program uses it. Close that program, or choose another port (0: any free one).",
      { host, port },
    ),
    { cause },
  );

const notListening = (host: string, port: number, error: unknown): HubError => {
  const code = codeOf(error) ?? String(error);
  return new HubError(
    "bad-config",
    code === "EACCES"
      ? message(
          "gateway.portForbidden",
          "The gateway may not listen on port {port} of {host}: the system keeps it for administrators. Choose a port above 1023.",
          { host, port },
        )
      : message(
          "gateway.cannotListen",
          "The gateway cannot listen on {host} ({code}). Use an address of this machine.",
          {
            host,
            code,
          },
        ),
    { cause: error },
  );
};

/** Whether `listen` failed because another program has the port. */
export const isPortTaken = (error: unknown): boolean =>
  error instanceof HubError && error.cause instanceof Error && Reflect.get(error.cause, "code") === "EADDRINUSE";

class OpenListener implements Listener {
  readonly port: number;
  private readonly servers: readonly HttpServer[];
  private check: { dispose(): void };
  private closed: Promise<void> | undefined;

  constructor(
    readonly url: string,
    bound: Bound<HttpServer>,
    private readonly door: FrontDoor,
    private readonly options: ListenOptions,
    private readonly limits: ListenLimits,
  ) {
    this.port = bound.port;
    this.servers = bound.servers;
    for (const { server } of this.servers) server.on("error", options.report);
    this.check = this.nextCheck();
  }

  close(): Promise<void> {
    this.closed ??= this.end();
    return this.closed;
  }

  private nextCheck(): { dispose(): void } {
    return this.options.clock.after(
      this.limits.checkMs,
      () => {
        this.door.check();
        this.check = this.nextCheck();
      },
      true,
    );
  }

  private async end(): Promise<void> {
    const { door, servers } = this;
    door.isClosing = true;
    // The first address is freed last: the next process that gets it finds the other one free.
    const closed = servers
      .toReversed()
      .map(({ server }) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const server of servers) server.closeUnused();
    await new Promise<void>((resolve) => {
      const limit = this.options.clock.after(this.limits.closeMs, resolve);
      const ended = () => {
        if (door.running.size > 0) return;
        limit.dispose();
        resolve();
      };
      door.onEnd = ended;
      ended();
    });
    for (const exchange of door.running) exchange.end();
    for (const server of servers) server.closeAll();
    this.check.dispose();
    await Promise.all(closed);
  }
}
