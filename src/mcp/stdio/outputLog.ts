import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { message } from "../../protocol/message";
import { withoutTerminalCodes } from "./cleanLine";

/** How much of a server's output is logged per second; the rest is dropped, and counted. */
const limits = {
  linesPerSecond: 100,
  bytesPerSecond: 64 * 1024,
  lineLength: 2000,
  /** How much of an unfinished line is kept: more than is logged, so that no secret is cut before it is masked. */
  openLength: 8000,
  headBytes: 16 * 1024,
  tailBytes: 16 * 1024,
};

/**
 * The output of a process for people (standard error, and everything on standard output that is not a message), logged line by line and
 * bounded: a server that writes 50 MB costs little more than reading it. The first and last lines are kept for the error when it stops.
 */
export class OutputLog implements Disposable {
  private open = "";
  private lines = 0;
  private bytes = 0;
  private dropped = 0;
  private window: Disposable | undefined;
  /** All that was written, in bytes, and the first of it. */
  private size = 0;
  private head = Buffer.alloc(0);
  private recent: Buffer[] = [];
  private recentSize = 0;
  /** Whether the beginning of the unfinished line was dropped: then its end is dropped too. */
  private midLine = false;

  constructor(
    private readonly log: (line: string) => void,
    private readonly clock: Clock,
    /** Masks secrets; it gets whole lines. */
    private readonly mask: (text: string) => string = String,
  ) {}

  write(chunk: Buffer): void {
    this.remember(chunk);
    this.window ??= this.clock.after(1000, () => this.endWindow());
    if (this.full()) {
      this.dropped += chunk.length + this.open.length;
      this.open = "";
      this.midLine = chunk.at(-1) !== 10;
      return;
    }
    this.bytes += chunk.length;
    const pieces = (this.open + chunk.toString("utf8")).split("\n");
    // The unfinished line is bounded too: a process may never end it.
    this.open = (pieces.pop() ?? "").slice(0, limits.openLength);
    if (this.midLine) {
      if (pieces.length === 0) this.open = "";
      else this.midLine = false;
      pieces.shift();
    }
    for (const piece of pieces) this.logLine(piece);
  }

  /** The first and the last lines, oldest first: what a program says about its end is in one or the other. */
  kept(): readonly string[] {
    const tail = Buffer.concat(this.recent);
    const between = this.size - this.head.length - tail.length;
    const linesIn = (bytes: Buffer) => bytes.toString("utf8").split("\n");
    // Half a line may hold half a secret, which would not be masked.
    const whole =
      between > 0
        ? [...linesIn(this.head).slice(0, -1), ...linesIn(tail).slice(1)]
        : linesIn(Buffer.concat([this.head, tail.subarray(-between)]));
    return whole.map((line) => this.mask(line).trim().slice(0, limits.lineLength)).filter((line) => line !== "");
  }

  /** Logs the unfinished line, and how much was dropped. */
  dispose(): void {
    if (this.open !== "") this.logLine(this.open);
    this.open = "";
    this.endWindow();
  }

  private full(): boolean {
    return this.lines >= limits.linesPerSecond || this.bytes >= limits.bytesPerSecond;
  }

  private logLine(whole: string): void {
    const line = withoutTerminalCodes(this.mask(whole));
    if (line.trim() === "") return;
    if (this.lines >= limits.linesPerSecond) {
      this.dropped += line.length + 1;
      return;
    }
    this.lines++;
    this.log(line.length > limits.lineLength ? `${line.slice(0, limits.lineLength)}…` : line.trimEnd());
  }

  private endWindow(): void {
    this.window?.dispose();
    this.window = undefined;
    this.lines = 0;
    this.bytes = 0;
    if (this.dropped > 0)
      this.log(
        message("stdio.outputDropped", "({size} of output was dropped: more than the log takes per second)", {
          size: inBytes(this.dropped),
        }),
      );
    this.dropped = 0;
  }

  private remember(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.head.length < limits.headBytes)
      this.head = Buffer.concat([this.head, chunk.subarray(0, limits.headBytes - this.head.length)]);
    this.recent.push(chunk);
    this.recentSize += chunk.length;
    for (
      let first = this.recent[0];
      first && this.recentSize - first.length >= limits.tailBytes;
      first = this.recent[0]
    ) {
      this.recent.shift();
      this.recentSize -= first.length;
    }
  }
}

const inBytes = (bytes: number): string =>
  bytes < 10_000
    ? message("stdio.bytes", "{count} bytes", { count: bytes })
    : bytes < 10_000_000
      ? message("stdio.kilobytes", "{count} kB", { count: Math.round(bytes / 1000) })
      : message("stdio.megabytes", "{count} MB", { count: Math.round(bytes / 1e6) });
