import type { Readable } from "node:stream";
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { LogLevel } from "../../protocol/hubEvent";
import { LineReader } from "../wire/lineReader";
import type { MessageInfo } from "../wire/messageInfo";
import { defaultMessageLimit, tooLarge } from "../wire/messageLimit";
import { largeMessagesOf, messagesOf } from "../wire/messagesOf";
import { isLarge } from "../wire/parseInSlices";
import { ReadBudget } from "../wire/readBudget";
import { LineWriter } from "./lineWriter";
import { OutputLog } from "./outputLog";
import type { Environment } from "./serverEnv";
import { type Exit, ServerProcess, type ServerProcessPorts } from "./serverProcess";

export interface StdioPorts extends ServerProcessPorts {
  readonly log: (level: LogLevel, text: string) => void;
  /** Takes secrets out of what the process writes, before it is cut. */
  readonly mask?: (text: string) => string;
  /** The largest message that is read, in bytes; 256 MB where it is missing. */
  readonly messageLimit?: number;
}

/** How much may wait for a server that does not read its input, in bytes. */
const waitingLimit = 64 * 1024 * 1024;

/** A program that writes so many lines before its first message is no MCP server. */
const strangeLimit = 2000;

/** The stdio transport (specification, transports): one JSON-RPC message a line, over a process's standard input and output. */
export class StdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (message: JSONRPCMessage, info?: MessageInfo) => void;
  /** Why the line is gone, unless we closed it. Set before `onclose` is told. */
  goneBecause: HubError | undefined;

  private process: ServerProcess | undefined;
  private starting: Promise<ServerProcess> | undefined;
  private closed = false;
  private warned = false;
  /** Lines that were no message, until the first message; then it no longer counts. */
  private strangeLines: number | undefined = 0;
  private writer: LineWriter | undefined;
  private readonly output: OutputLog;
  private readonly reader: LineReader;
  private readonly turn = new ReadBudget();
  /** While a long line is parsed, nothing more is taken from the server. */
  private parsing = false;

  constructor(
    private readonly plan: StdioPlan,
    private readonly shell: Environment,
    private readonly ports: StdioPorts,
  ) {
    const limit = ports.messageLimit ?? defaultMessageLimit;
    this.output = new OutputLog((line) => ports.log("info", line), ports.clock, ports.mask);
    this.reader = new LineReader(
      limit,
      (line) => this.receive(line),
      () => this.tooLong(limit),
      () => !this.parsing && this.turn.mayGoOn(),
    );
  }

  /** The number of the server's process; `undefined` before the start. */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Rejects with `spawn-failed`. */
  async start(): Promise<void> {
    this.starting = ServerProcess.start(this.plan, this.shell, this.ports);
    const started = await this.starting;
    this.process = started;
    const { stdin, stdout, stderr } = started.child;
    this.writer = new LineWriter(stdin, (error, unsent) => this.notSent(error, unsent));
    stdout.on("data", (chunk: Buffer) => this.read(stdout, () => this.reader.push(chunk)));
    stderr.on("data", (chunk: Buffer) => this.closed || this.output.write(chunk));
    for (const stream of [stdin, stdout, stderr]) stream.on("error", (error) => this.onerror?.(error));
    void started.ended.then((exit) => this.gone(this.stopped(exit)));
  }

  /** Settles once the system has taken the message: a server that reads slowly slows its callers. */
  send(message: JSONRPCMessage): Promise<void> {
    const { server } = this.plan;
    const { writer } = this;
    if (!writer || this.closed) return Promise.reject(this.goneBecause ?? notConnected(server));
    if (writer.waiting > waitingLimit)
      return Promise.reject(
        new HubError("transport", `"${server}" does not read what it is sent. Restart the server.`),
      );
    return writer.write(JSON.stringify(message));
  }

  /** Settles when no process is left. Whoever waits for an answer is told at once. */
  async close(): Promise<void> {
    this.gone(undefined);
    try {
      await (await this.starting)?.end();
    } catch (error) {
      if (!(error instanceof HubError)) throw error; // it never started: `start` has said so, and nothing is left
    }
  }

  /** Hears what came, one turn of the loop after another; meanwhile nothing more is taken from the server. */
  private read(stdout: Readable, next: () => boolean): void {
    if (this.closed) return;
    this.turn.begin();
    const isDone = next();
    if (isDone && !this.parsing) return void stdout.resume();
    stdout.pause();
    if (!this.parsing) setImmediate(() => this.read(stdout, () => this.reader.resume()));
  }

  private gone(because: HubError | undefined): void {
    if (this.closed) return;
    this.output.dispose();
    this.closed = true;
    this.goneBecause = because;
    this.onclose?.();
  }

  private receive(line: Buffer): void {
    if (this.closed) return;
    if (isLarge(line)) this.receiveLarge(line);
    else this.deliver(line, messagesOf(line));
  }

  private receiveLarge(line: Buffer): void {
    this.parsing = true;
    const goOn = () => {
      this.parsing = false;
      const stdout = this.process?.child.stdout;
      if (stdout) this.read(stdout, () => this.reader.resume());
    };
    largeMessagesOf(line)
      .then((messages) => this.closed || this.deliver(line, messages))
      .catch(this.ports.report)
      .finally(goOn);
  }

  private deliver(line: Buffer, messages: readonly JSONRPCMessage[] | undefined): void {
    if (messages) this.strangeLines = undefined;
    else this.noMessage(line);
    for (const message of messages ?? []) this.onmessage?.(message, { bytes: line.length });
  }

  /** Logging to standard output is a common mistake that does no harm: it is said once, and the lines go where they belong. */
  private noMessage(line: Buffer): void {
    const sample = safeLine((this.ports.mask ?? String)(line.subarray(0, 8000).toString("utf8")));
    if (sample === "") return;
    if (!this.warned)
      this.ports.log(
        "warning",
        `"${this.plan.server}" writes to standard output what is no MCP message; it belongs on standard error. First line: ${sample}`,
      );
    this.warned = true;
    this.output.write(Buffer.concat([line, Buffer.from("\n")]));
    if (this.strangeLines !== undefined && ++this.strangeLines > strangeLimit) this.noServer(sample);
  }

  private noServer(sample: string): void {
    const error = `"${this.plan.server}" is no MCP server: it keeps writing text to standard output, such as "${sample}". Correct "command" and "args" in the settings.`;
    this.gone(new HubError("protocol", error));
    void this.process?.end();
  }

  private tooLong(limit: number): void {
    this.gone(tooLarge(this.plan.server, limit));
    void this.process?.end();
  }

  private stopped(exit: Exit): HubError {
    if (exit instanceof HubError) return exit;
    const tail = this.output.tail().map((line) => safeLine(line));
    const last = tail.length > 0 ? ` Last output: ${tail.join(" | ")}` : "";
    const message = `"${this.plan.server}" stopped: its process ended with ${exit}.${last}`;
    return new HubError("exited", `${message.replace(/[.!?]?$/, ".")} Check the command, then restart it.`);
  }

  /** `unsent`: nobody can have read it. */
  private notSent(error: Error, unsent: boolean): HubError {
    const message = `"${this.plan.server}" no longer reads what it is sent (${error.message}). Restart the server.`;
    const { code = "transport", message: words = message } = this.goneBecause ?? {};
    return new HubError(code, words, { cause: error, ...(unsent && { sent: "no" }) });
  }
}

const notConnected = (server: string) =>
  new HubError("not-connected", `"${server}" is not connected. Connect it first.`);
