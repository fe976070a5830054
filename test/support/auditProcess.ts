// Calls a tool again and again, with its audit below a folder, until it has done so often enough or is killed: `FOLDER COUNT [MODE]`.
// It says how many calls have ended, every 100. Its log stays open until its standard input ends.
import { once } from "node:events";
import { newCall } from "../../src/core/calls/toolCall";
import { auditWorld } from "./auditWorld";

async function main(folder: string, count: number, mode: "batched" | "required"): Promise<void> {
  const { requests, audit, failures } = auditWorld(folder, { audit: mode });
  const { signal } = new AbortController();
  for (let n = 1; n <= count; n++) {
    await requests.callTool(
      newCall({ server: "files", tool: "echo", args: { n }, caller: { door: "module" }, signal }),
    );
    if (n % 100 !== 0) continue;
    if (n === 100) await audit.settle(); // opens the log: how long that takes is up to the disk
    process.stdout.write(`${n}\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!process.stdin.resume().readableEnded) await once(process.stdin, "end");
  await audit.close();
  for (const failure of failures) process.stderr.write(`${failure}\n`);
}

const [folder = "", count = "", mode] = process.argv.slice(2);
void main(folder, Number(count), mode === "required" ? "required" : "batched");
