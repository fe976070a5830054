import type { Readable } from "node:stream";
import type { JSONRPCMessage, Transport } from "@modelcontextprotocol/client";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { LogLevel } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { LineReader } from "../wire/lineReader";
import { notConnected, notReading } from "../wire/linkErrors";
import type { MessageInfo } from "../wire/messageInfo";
import { messageText } from "../wire/messageJson";
import { defaultMessageLimit, tooLarge } from "../wire/messageLimit";
import { largeMessagesOf, messagesOf } from "../wire/messagesOf";
import { isLarge } from "../wire/parseInSlices";
import { ReadBudget } from "../wire/readBudget";
import { cleanLine } from "./cleanLine";
import { LineWriter } from "./lineWriter";
import { OutputLog } from "./outputLog";
import type { Environment } from "./serverEnv";
import { ServerProcess, type ServerProcessPorts } from "./serverProcess";
import { stoppedError } from "./stoppedError";

export interface StdioPorts extends ServerProcessPorts {
  /** `from`: where the program wrote it; standard error where it is missing. */
  readonly log: (level: LogLevel, text: string, from?: "stdout") => void;
  /** Masks secrets in the output of the process, before it is cut. */
  readonly mask?: (text: string) => string;
  /** The largest message that is read, in bytes; 32 MB where it is missing. */
  readonly messageLimit?: number;
}

/** How much may wait for a server that does not read its input, in characters. */
const waitingLimit = 64 * 1024 * 1024;

/** How long the exit of a program may take to be known after one of its pipes has ended, in milliseconds. */
const exitKnownMs = 5000;

/** A program that writes so many lines before its first message is not an MCP server. */
const nonMessageLimit = 2000;

/** The stdio transport (specification, transports): one JSON-RPC message per line, over a process's standard input and output. */
export class StdioTransport implements Transport {
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: (message: JSONRPCMessage, info?: MessageInfo) => void;
  /** Why the transport is closed, unless the hub closed it. Set before `onclose` is called. */
  closeReason: HubError | undefined;

  private process: ServerProcess | undefined;
  private starting: Promise<ServerProcess> | undefined;
  private closed = false;
  private warned = false;
  /** How many lines were not messages, until the first message; then they are not counted. */
  private nonMessages: number | undefined = 0;
  private writer: LineWriter | undefined;
  private inputBroken = false;
  private readonly output: OutputLog;
  private readonly reader: LineReader;
  private readonly budget = new ReadBudget();
  /** While a long line is parsed, nothing more is read from the server. */
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
      () => !this.parsing && this.budget.hasTimeLeft(),
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
    stdout.once("end", () => void this.outputEnded(started));
    stderr.on("data", (chunk: Buffer) => this.closed || this.output.write(chunk));
    for (const stream of [stdin, stdout, stderr]) stream.on("error", (error) => this.onerror?.(error));
    void started.ended.then((exit) => this.notifyClosed(stoppedError(this.plan.server, exit, this.output.kept())));
  }

  /** Settles once the system has accepted the message: a server that reads slowly slows its callers. */
  send(sent: JSONRPCMessage): Promise<void> {
    const { server } = this.plan;
    const { writer } = this;
    if (!writer || this.closed) return Promise.reject(this.closeReason ?? notConnected(server));
    if (writer.waiting > waitingLimit) return Promise.reject(notReading(server));
    return writer.write(messageText(sent));
  }

  /** Settles when no process is left. Requests that wait for an answer fail at once. */
  async close(): Promise<void> {
    // A program that no longer reads its input is ending by itself: how it ended is worth more than that its pipe broke.
    if (this.inputBroken && !this.closed) await Promise.race([this.process?.ended, this.exitKnown()]);
    this.notifyClosed(undefined);
    try {
      await (await this.starting)?.end();
    } catch (error) {
      if (!(error instanceof HubError)) throw error; // it never started: `start` has rejected, and nothing is left
    }
  }

  /** On a busy machine an exit takes a while to be known; a program that goes on without reading its input is rare, and can wait. */
  private exitKnown(): Promise<void> {
    return new Promise((resolve) => void this.ports.clock.after(exitKnownMs, resolve));
  }

  /** Reads what came, in several turns of the event loop where needed; meanwhile nothing more is read from the server. */
  private read(stdout: Readable, next: () => boolean): void {
    if (this.closed) return;
    this.budget.start();
    const isDone = next();
    if (isDone && !this.parsing) return void stdout.resume();
    stdout.pause();
    if (!this.parsing) setImmediate(() => this.read(stdout, () => this.reader.resume()));
  }

  private notifyClosed(because: HubError | undefined): void {
    if (this.closed) return;
    this.output.dispose();
    this.reader.dispose();
    this.closed = true;
    this.closeReason = because;
    this.onclose?.();
  }

  private receive(raw: Buffer): void {
    if (this.closed) return;
    const line = cleanLine(raw);
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
    if (messages) this.nonMessages = undefined;
    else this.notAMessage(line);
    for (const one of messages ?? []) this.onmessage?.(one, { bytes: line.length });
  }

  /** Logging to standard output is a common mistake without harm: it is reported once, and the lines go to the log. */
  private notAMessage(line: Buffer): void {
    const sample = safeLine((this.ports.mask ?? String)(line.subarray(0, 8000).toString("utf8")));
    if (sample === "") return;
    if (!this.warned)
      this.ports.log(
        "warning",
        message(
          "stdio.strayOutput",
          '"{server}" writes text to standard output that is not an MCP message; it belongs on standard error. First line: {sample}',
          { server: this.plan.server, sample },
        ),
        "stdout",
      );
    this.warned = true;
    this.output.write(Buffer.concat([line, Buffer.from("\n")]));
    if (this.nonMessages !== undefined && ++this.nonMessages > nonMessageLimit) this.notAServer(sample);
  }

  private notAServer(sample: string): void {
    const error = message(
      "stdio.notMcp",
      '"{server}" is not an MCP server: it keeps writing text to standard output, such as "{sample}". Correct "command" and "args" in the settings.',
      { server: this.plan.server, sample },
    );
    this.giveUp(new HubError("protocol", error));
  }

  /** A program that closes its output and goes on can answer nothing: without this, its callers would wait for their time limits. */
  private async outputEnded(started: ServerProcess): Promise<void> {
    await Promise.race([started.ended, this.exitKnown()]);
    if (this.closed) return;
    const error = message(
      "stdio.outputClosed",
      '"{server}" closed its standard output while it was still running, so it cannot answer. Restart the server.',
      { server: this.plan.server },
    );
    this.giveUp(new HubError("transport", error));
  }

  private tooLong(limit: number): void {
    this.giveUp(tooLarge(this.plan.server, limit));
  }

  /** Closes, and ends the program, which is of no use. */
  private giveUp(because: HubError): void {
    this.notifyClosed(because);
    void this.process?.end();
  }

  /** `unsent`: the server cannot have read it. */
  private notSent(error: Error, unsent: boolean): HubError {
    this.inputBroken = true;
    const text = message("stdio.inputBroken", '"{server}" no longer reads its input ({cause}). Restart the server.', {
      server: this.plan.server,
      cause: error.message,
    });
    const { code = "transport", message: reason = text } = this.closeReason ?? {};
    return new HubError(code, reason, { cause: error, ...(unsent && { sent: "no" }) });
  }
}
