import { Worker } from "node:worker_threads";
import type { PackedType } from "../access/formats";
import { quoted, Refusal } from "../refusal";
import type { FileText } from "./fileText";

/** What one file may take. A file that was made to exhaust its reader ends only its worker. */
export interface ReadLimits {
  readonly ms: number;
  readonly heapMb: number;
  /** How much the memory of this process may grow meanwhile: what is unpacked lies outside the worker's heap. */
  readonly growthMb: number;
}

const usual: ReadLimits = { ms: 30_000, heapMb: 256, growthMb: 768 };

/** How often the memory is looked at, in milliseconds. */
const lookMs = 50;

/** What a worker is given, and what it answers. */
export interface ReadRequest {
  readonly type: PackedType;
  readonly bytes: Uint8Array;
}
export type ReadReply = { readonly text: FileText } | { readonly problem: string };

/** Takes the text out of PDF and Word files, each in a worker of its own. */
export class PackedReader {
  /** One after the other: each may need much memory. */
  private last: Promise<unknown> = Promise.resolve();

  /** @param script what a worker runs: the bundle of `documentReader.ts` */
  constructor(
    private readonly script: string,
    private readonly limits = usual,
  ) {}

  /** @throws Refusal where the file has no text that can be had, or goes beyond a limit */
  read(type: PackedType, bytes: Uint8Array, name: string, signal?: AbortSignal): Promise<FileText> {
    const next = this.last.then(() => this.inWorker({ type, bytes }, name, signal));
    this.last = next.then(
      () => {},
      () => {}, // the failure is the caller's
    );
    return next;
  }

  private async inWorker(request: ReadRequest, name: string, signal?: AbortSignal): Promise<FileText> {
    signal?.throwIfAborted();
    const { ms, heapMb, growthMb } = this.limits;
    const bytes = new Uint8Array(request.bytes); // its own memory, which moves to the worker
    const worker = new Worker(this.script, {
      workerData: { ...request, bytes },
      transferList: [bytes.buffer],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      stdout: true, // nothing but answers may be written to the standard output of this process
      stderr: true,
    });
    const before = process.memoryUsage.rss();
    const timers: NodeJS.Timeout[] = [];
    try {
      const reply = await new Promise<ReadReply>((resolve, reject) => {
        worker.once("message", resolve);
        worker.once("error", (error) =>
          resolve({ problem: isOutOfMemory(error) ? tooMuchMemory : `its reader failed: ${error.message}` }),
        );
        worker.once("exit", () => resolve({ problem: "its reader ended" }));
        timers.push(setTimeout(() => resolve({ problem: `it takes more than ${ms / 1000} s to read` }), ms));
        timers.push(
          setInterval(() => {
            if (process.memoryUsage.rss() - before > growthMb * 1024 * 1024) resolve({ problem: tooMuchMemory });
          }, lookMs),
        );
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
      if ("text" in reply) return reply.text;
      throw new Refusal(
        `${quoted(name)} cannot be read: ${reply.problem
          .replace(/\p{C}/gu, " ")
          .replace(/[.\s]+$/, "")
          .slice(0, 200)}.`,
      );
    } finally {
      for (const timer of timers) clearTimeout(timer);
      await worker.terminate();
    }
  }
}

const tooMuchMemory = "it needs too much memory";

const isOutOfMemory = (error: Error) => "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
