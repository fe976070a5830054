import { parentPort, workerData } from "node:worker_threads";
import type { ReadReply, ReadRequest } from "./documents/files/packedReader";
import { pdfText } from "./documents/files/pdfText";
import { wordText } from "./documents/files/wordText";

// What a worker of the sample server "Documents" runs: it takes the text out of one PDF or Word file.

const { type, bytes } = workerData as ReadRequest;
const answer = (reply: ReadReply) => parentPort?.postMessage(reply);

(type === "pdf" ? pdfText(bytes) : wordText(bytes)).then(
  (text) => answer({ text }),
  (error: unknown) => answer({ problem: error instanceof Error ? error.message : String(error) }),
);
