import type { Writable } from "node:stream";

interface Batch {
  readonly sent: Promise<void>;
  text: string;
}

/** Writes lines, all of one turn of the loop at once: each write is a call of the system, and costs more than a small message. */
export class LineWriter {
  private batch: Batch | undefined;

  constructor(private readonly to: Writable) {}

  /** Characters and bytes that wait to be taken by the system. */
  get waiting(): number {
    return this.to.writableLength + (this.batch?.text.length ?? 0);
  }

  /** Settles once the system has taken the line. */
  write(line: string): Promise<void> {
    this.batch ??= this.newBatch();
    this.batch.text += `${line}\n`;
    return this.batch.sent;
  }

  private newBatch(): Batch {
    const sent = new Promise<void>((resolve, reject) => {
      process.nextTick(() => {
        const text = this.batch?.text ?? "";
        this.batch = undefined;
        this.to.write(text, (error) => (error ? reject(error) : resolve()));
      });
    });
    return { sent, text: "" };
  }
}
