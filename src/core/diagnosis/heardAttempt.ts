import type { StartStep } from "../../protocol/connectionState";
import type { LogLevel } from "../../protocol/hubEvent";
import type { LinkEvents } from "../connection/link";
import type { HubError } from "../kernel/hubError";

/** So many of the first lines of a program's output are kept, and as many of the last. */
const keptLines = 100;

/** What is heard of a server during one attempt to connect. */
export class HeardAttempt implements LinkEvents {
  /** What the attempt waits for. */
  waitsFor: StartStep = "program";
  /** Why the link was lost, where it was. */
  loss: HubError | undefined;
  strayed = false;
  private readonly first: string[] = [];
  private readonly last: string[] = [];

  /** The lines of the program's output, oldest first, within bounds. */
  get said(): readonly string[] {
    return [...this.first, ...this.last];
  }

  lost(error: HubError): void {
    this.loss ??= error;
  }

  log(_: LogLevel, from: "stderr" | "stdout" | "server", text: string): void {
    if (from === "stdout") this.strayed = true;
    if (from !== "stderr") return;
    if (this.first.length < keptLines) this.first.push(text);
    else this.last.push(text);
    if (this.last.length > keptLines) this.last.shift();
  }

  step(step: StartStep): void {
    this.waitsFor = step;
  }

  /** Nothing is listed again, and nobody hears of notifications. */
  changed(): void {}
  notification(): void {}
}
