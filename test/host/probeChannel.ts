import { randomBytes } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

/** What the probe in the extension host answers. */
interface Answer {
  readonly id?: number;
  readonly token?: string;
  readonly result?: unknown;
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly stack?: string;
    readonly code?: unknown;
  };
}

/** A failure inside the extension host, with its name, message and code; the stack of the host is in `cause`. */
export class ProbeError extends Error {
  override readonly name: string;
  readonly code: unknown;

  constructor({ name, message, stack, code }: NonNullable<Answer["error"]>) {
    super(message, { cause: stack });
    this.name = name;
    this.code = code;
  }
}

export interface ProbeChannel {
  /** What the probe must find in its environment. */
  readonly env: Record<string, string>;
  /** Resolves when a probe has come, after the one that was here has left. */
  connected(timeoutMs: number): Promise<void>;
  /** Evaluates a function's source in the extension host. */
  evaluate(source: string, arg: unknown, timeoutMs: number): Promise<unknown>;
  /** Forgets the probe that is here, so that `connected` waits for the next one. */
  forget(): void;
  close(): void;
}

/** The test's end of the probe: a loopback port that serves one extension host at a time, which must know the token. */
export async function openProbeChannel(): Promise<ProbeChannel> {
  const token = randomBytes(16).toString("hex");
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const sockets = new Set<Socket>();
  let lastId = 0;
  let probe: Socket | undefined;
  let arrived: (() => void) | undefined;

  const forget = () => {
    probe = undefined;
    for (const { reject } of pending.values()) reject(new Error("The extension host ended before it answered."));
    pending.clear();
  };

  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      if (socket === probe) forget();
    });
    socket.on("error", () => socket.destroy());
    createInterface({ input: socket }).on("line", (line) => {
      const answer: Answer = JSON.parse(line);
      if (answer.token === token) {
        forget();
        probe = socket;
        arrived?.();
      } else if (socket === probe && answer.id !== undefined) {
        const waiting = pending.get(answer.id);
        pending.delete(answer.id);
        if (answer.error) waiting?.reject(new ProbeError(answer.error));
        else waiting?.resolve(answer.result);
      } else socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", resolve);
  });
  const address = listener.address();
  if (!address || typeof address === "string") throw new Error("The probe's channel has no port.");

  return {
    env: { MCP_HUB_PROBE_PORT: String(address.port), MCP_HUB_PROBE_TOKEN: token },
    connected: (timeoutMs) => {
      if (probe) return Promise.resolve();
      return limited(timeoutMs, "The extension host did not come up", (resolve) => {
        arrived = () => resolve(undefined);
      }).then(() => undefined);
    },
    evaluate: (source, arg, timeoutMs) => {
      const to = probe;
      if (!to) return Promise.reject(new Error("There is no extension host to run this in: the window is closed."));
      const id = ++lastId;
      return limited(timeoutMs, "The extension host did not answer", (resolve, reject) => {
        pending.set(id, { resolve, reject });
        to.write(`${JSON.stringify({ id, source, arg })}\n`);
      }).finally(() => pending.delete(id));
    },
    forget,
    close: () => {
      forget();
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
}

function limited(
  ms: number,
  what: string,
  start: (resolve: (value: unknown) => void, reject: (error: Error) => void) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} in ${ms / 1000} s.`)), ms);
    start(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
