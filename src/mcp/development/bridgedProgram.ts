import type { StdioPlan } from "../../core/config/plan/launchPlan";
import type { Clock } from "../../core/kernel/clock";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import type { OrphanGuard } from "../processes/orphanGuard";
import type { ProcessSystem } from "../processes/processTree";
import { LineWriter } from "../stdio/lineWriter";
import { OutputLog } from "../stdio/outputLog";
import type { Environment } from "../stdio/serverEnv";
import { ServerProcess } from "../stdio/serverProcess";
import { stoppedError } from "../stdio/stoppedError";
import { LineReader } from "../wire/lineReader";
import { secretMask } from "../wire/secretMask";
import type { BridgedAnswer } from "./bridgedAnswer";
import { type BridgedMessage, readBridged } from "./bridgedMessage";

export interface BridgedPorts {
  readonly clock: Clock;
  readonly system: ProcessSystem;
  readonly guard: OrphanGuard;
  readonly report: (error: unknown) => void;
  /** Takes the lines that the program writes to standard error. */
  readonly log: (line: string) => void;
}

/** The largest message in either direction, in bytes. */
export const bridgedLimit = 4 * 1024 * 1024;

/** So many requests may wait for one program. */
const mostWaiting = 64;

/** A request that waits, and what leads messages to it. */
interface Waiting {
  readonly answer: BridgedAnswer;
  readonly progressToken: string | undefined;
}

/** One process of a server, whose lines are passed on byte for byte to the requests that they belong to. */
export class BridgedProgram {
  private readonly waiting = new Map<string, Waiting>();
  private stream: BridgedAnswer | undefined;
  /** Why the program takes nothing more. */
  private over: HubError | undefined;

  private constructor(
    private readonly process: ServerProcess,
    private readonly writer: LineWriter,
    /** Without sessions, an error of the protocol has its own HTTP status. */
    private readonly isModern: boolean,
  ) {}

  /** Rejects with a `HubError` where the program does not start. */
  static async start(
    plan: StdioPlan,
    shell: Environment,
    isModern: boolean,
    ports: BridgedPorts,
  ): Promise<BridgedProgram> {
    const started = await ServerProcess.start(plan, shell, ports);
    const { stdin, stdout, stderr } = started.child;
    const program = new BridgedProgram(started, new LineWriter(stdin, brokenInput(plan.server)), isModern);
    const output = new OutputLog(ports.log, ports.clock, secretMask(plan.secrets).text);
    const reader = new LineReader(
      bridgedLimit,
      (line) => program.receive(line.toString("utf8")),
      () => program.stop(tooLarge(plan.server)),
    );
    stdout.on("data", (chunk: Buffer) => reader.push(chunk));
    stderr.on("data", (chunk: Buffer) => output.write(chunk));
    for (const stream of [stdin, stdout, stderr]) stream.on("error", () => {}); // its exit says why
    void started.ended.then((exit) => {
      program.stop(stoppedError(plan.server, exit, output.kept()));
      output.dispose();
    });
    return program;
  }

  /** Passes on a message that nothing answers. */
  async tell(text: string): Promise<void> {
    if (this.over) throw this.over;
    await this.writer.write(text);
  }

  /** Passes on a request; its answer, and what belongs to it, come to `answer`. */
  async ask(text: string, { id = "", progressToken }: BridgedMessage, answer: BridgedAnswer): Promise<void> {
    if (this.waiting.has(id) || this.waiting.size >= mostWaiting)
      throw new HubError(
        "queue-full",
        message("bridge.busy", "A request with this id is still waiting, or too many requests are waiting."),
      );
    const own = { answer, progressToken };
    this.waiting.set(id, own);
    answer.onLeft(() => {
      if (this.waiting.get(id) !== own || !this.isModern) return;
      // Over HTTP, a client of this era cancels by leaving. The request keeps its id: it may still be answered.
      const cancel = `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${id}}}`;
      this.tell(cancel).catch(() => {}); // it has stopped: nothing is left to cancel
    });
    try {
      await this.tell(text);
    } catch (error) {
      this.waiting.delete(id);
      throw error;
    }
  }

  /** Sends what the program says on its own to `answer`. Returns whether that is possible: there is one such stream. */
  listen(answer: BridgedAnswer): boolean {
    if (this.stream || this.over) return false;
    this.stream = answer;
    answer.open();
    answer.onLeft(() => {
      this.stream = undefined;
    });
    return true;
  }

  /** Settles when no process is left. */
  async end(): Promise<void> {
    this.stop(new HubError("cancelled", message("bridge.ended", "The session was ended.")));
    await this.process.end();
  }

  private receive(line: string): void {
    const read = readBridged(line);
    if (!read || this.over) return; // logs on standard output are not messages: the doctor says so
    const { id, isAnswer, errorCode = 0 } = read;
    if (!isAnswer || id === undefined) {
      this.placeOf(read)?.pass(line);
      return;
    }
    const asked = this.waiting.get(id);
    this.waiting.delete(id);
    asked?.answer.end(line, this.isModern ? statuses[errorCode] : undefined);
  }

  /** Where a message belongs that is not an answer: to its request, to the program's own stream, or to the latest request. */
  private placeOf({ progressToken, about }: BridgedMessage): BridgedAnswer | undefined {
    const all = [...this.waiting.values()];
    const named =
      about === undefined
        ? all.find((one) => progressToken !== undefined && one.progressToken === progressToken)
        : this.waiting.get(about);
    return named?.answer ?? this.stream ?? all.at(-1)?.answer;
  }

  /** Answers everything that waits with why it has no other answer. */
  private stop(because: HubError): void {
    if (this.over) return;
    this.over = because;
    for (const [id, { answer }] of this.waiting) answer.end(failureLine(because.message, id), 502);
    this.waiting.clear();
    this.stream?.close();
    void this.process.end();
  }
}

/** The HTTP status of an error where there are no sessions (specification 2026-07-28, transports). */
const statuses: Readonly<Record<number, number>> = {
  [-32700]: 400,
  [-32600]: 400,
  [-32601]: 404,
  [-32022]: 400,
  [-32021]: 400,
  [-32020]: 400,
};

/** An error of the bridge itself, as the answer to a request. `id`: as JSON. */
export const failureLine = (text: string, id = "null"): string =>
  `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code: -32603, message: text })}}`;

const tooLarge = (server: string): HubError =>
  new HubError(
    "protocol",
    message(
      "bridge.tooLarge",
      '"{server}" sent a message of more than {mb} MB, which a conformance run does not pass on.',
      {
        server,
        mb: bridgedLimit / (1024 * 1024),
      },
    ),
  );

const brokenInput = (server: string) => (error: Error) =>
  new HubError(
    "transport",
    message("stdio.inputBroken", '"{server}" no longer reads its input ({cause}). Restart the server.', {
      server,
      cause: error.message,
    }),
  );
