import { randomBytes } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

/** What the probe in the extension host answers. */
interface Answer {
  readonly id?: number;
  readonly token?: string;
  /** The path of the folder that the window has open. */
  readonly folder?: string;
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

/** The test's line to the extension host of one window. */
export interface ProbeLine {
  /** Resolves when a probe has come, after the one that was here has left. */
  connected(timeoutMs: number): Promise<void>;
  /** Evaluates a function's source in the extension host. */
  evaluate(source: string, arg: unknown, timeoutMs: number): Promise<unknown>;
  /** Forgets the probe that is here, so that `connected` waits for the next one. */
  forget(): void;
}

export interface ProbeChannel extends ProbeLine {
  /** What the probe must find in its environment. */
  readonly env: Record<string, string>;
  /** The line to a further window, which opens this folder. The channel's own line has all others. */
  of(folder: string): ProbeLine;
  close(): void;
}

/** One line, and how its probe is put on it. */
class Line implements ProbeLine {
  private readonly pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private lastId = 0;
  private probe: Socket | undefined;
  private arrived: (() => void) | undefined;

  arrive(socket: Socket): void {
    this.forget();
    this.probe = socket;
    this.arrived?.();
  }

  /** Whether the socket is this line's; if so, the answer has been taken. */
  take(socket: Socket, answer: Answer): boolean {
    if (socket !== this.probe || answer.id === undefined) return false;
    const waiting = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if (answer.error) waiting?.reject(new ProbeError(answer.error));
    else waiting?.resolve(answer.result);
    return true;
  }

  left(socket: Socket): void {
    if (socket === this.probe) this.forget();
  }

  connected(timeoutMs: number): Promise<void> {
    if (this.probe) return Promise.resolve();
    return limited(timeoutMs, "The extension host did not come up", (resolve) => {
      this.arrived = () => resolve(undefined);
    }).then(() => undefined);
  }

  evaluate(source: string, arg: unknown, timeoutMs: number): Promise<unknown> {
    const to = this.probe;
    if (!to) return Promise.reject(new Error("There is no extension host to run this in: the window is closed."));
    const id = ++this.lastId;
    return limited(timeoutMs, "The extension host did not answer", (resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      to.write(`${JSON.stringify({ id, source, arg })}\n`);
    }).finally(() => this.pending.delete(id));
  }

  forget(): void {
    this.probe = undefined;
    for (const { reject } of this.pending.values()) reject(new Error("The extension host ended before it answered."));
    this.pending.clear();
  }
}

/** The test's end of the probes: a loopback port that serves one extension host at a time and window, which must know the token. */
export async function openProbeChannel(): Promise<ProbeChannel> {
  const token = randomBytes(16).toString("hex");
  const own = new Line();
  const further = new Map<string, Line>();
  const sockets = new Set<Socket>();
  const lines = () => [own, ...further.values()];

  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      for (const line of lines()) line.left(socket);
    });
    socket.on("error", () => socket.destroy());
    createInterface({ input: socket }).on("line", (text) => {
      const answer: Answer = JSON.parse(text);
      if (answer.token === token) (further.get(answer.folder ?? "") ?? own).arrive(socket);
      else if (!lines().some((line) => line.take(socket, answer))) socket.destroy();
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
    of: (folder) => {
      const line = new Line();
      further.set(folder, line);
      return line;
    },
    connected: (timeoutMs) => own.connected(timeoutMs),
    evaluate: (source, arg, timeoutMs) => own.evaluate(source, arg, timeoutMs),
    forget: () => own.forget(),
    close: () => {
      for (const line of lines()) line.forget();
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
