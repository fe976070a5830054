import type { Writable } from "node:stream";
import type { HubError } from "../../core/kernel/hubError";

interface Batch {
  readonly sent: Promise<void>;
  readonly settle: (failure: HubError | undefined) => void;
  text: string;
  lines: number;
}

/**
 * Writes lines. Each write is a system call and costs more than a small message, and of a failed write it is known which lines were in it.
 * So the first line in a turn of the event loop is written at once, for the server to work during the rest of the turn, and those that follow
 * in that turn go together at its end. Lines that come during a write wait for it.
 */
export class LineWriter {
  private batch: Batch | undefined;
  private writing = 0;
  /** A line was written in this turn of the event loop. */
  private turn: NodeJS.Immediate | undefined;

  /** `failure` makes the error of lines that were not written; `unsent`: none of them can have been read. */
  constructor(
    private readonly to: Writable,
    private readonly failure: (error: Error, unsent: boolean) => HubError,
  ) {}

  /** The characters that the system has not accepted yet. */
  get waiting(): number {
    return this.writing + (this.batch?.text.length ?? 0);
  }

  /** Settles once the system has accepted the line. */
  write(line: string): Promise<void> {
    this.batch ??= this.newBatch();
    this.batch.text += `${line}\n`;
    this.batch.lines++;
    const { sent } = this.batch;
    this.flush();
    return sent;
  }

  private newBatch(): Batch {
    let settle: Batch["settle"] = () => {};
    const sent = new Promise<void>((resolve, reject) => {
      settle = (failure) => (failure ? reject(failure) : resolve());
    });
    return { sent, settle, text: "", lines: 0 };
  }

  private flush(): void {
    const { batch, to } = this;
    if (!batch || this.writing > 0 || this.turn) return;
    this.batch = undefined;
    this.turn = setImmediate(() => {
      this.turn = undefined;
      this.flush();
    });
    this.writing = batch.text.length;
    let unsent = to.destroyed;
    to.write(batch.text, (error) => {
      this.writing = 0;
      batch.settle(error ? this.failure(error, unsent || isBroken(error, batch)) : undefined);
      this.flush();
    });
    // Refused at once: the system accepted nothing. The stream knows this before it calls back.
    unsent ||= to.errored !== null;
  }
}

/** A single line that was not written whole was not read: the other end is closed. */
const isBroken = (error: Error, { lines }: Batch): boolean => lines === 1 && "code" in error && error.code === "EPIPE";
