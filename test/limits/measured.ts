// A process of its own in which the hub meets one extreme: it prints what came of it, and for how long its event loop stood still. That
// is measured in the thread's own CPU time, which a busy machine does not stretch; it needs Node 24.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";

/** What each extreme asks for once the server is connected. */
const acts: Readonly<Record<string, (hub: HeadlessHub) => Promise<unknown>>> = {
  many: async (hub) => ({ tools: hub.listTools().length }),
  "10 MB": (hub) => large(hub, 10 * 1024 * 1024),
  "100 MB": (hub) => large(hub, 100 * 1024 * 1024),
  wide: async (hub) => {
    const { structured } = await hub.callTool("extreme", "wide", { rows: 100_000 });
    return { rows: (structured as { rows: unknown[] }).rows.length };
  },
  storm: async (hub) => {
    let heard = 0;
    hub.onNotification(() => heard++);
    const began = performance.now();
    await hub.callTool("extreme", "storm", { count: 10_000 });
    return { heard, ms: performance.now() - began };
  },
  changing: async (hub) => {
    const isLast = () => hub.listTools()[0]?.tool === "tool0v100";
    while (!isLast()) await new Promise((resolve) => setTimeout(resolve, 5));
    return { tools: hub.listTools().length };
  },
};

async function large(hub: HeadlessHub, bytes: number) {
  const { content } = await hub.callTool("extreme", "large", { bytes });
  const [first] = content;
  return { length: first?.type === "text" ? first.text.length : 0 };
}

/** A server's entry, over stdio or behind the door of that name. */
async function entryOf(kind: string, door: string | undefined): Promise<object> {
  if (door === undefined) return { command: "node", args: ["test/limits/extremeServer.mjs", kind] };
  const child = spawn(process.execPath, ["test/limits/largeDoors.mjs", door], { stdio: ["pipe", "pipe", "inherit"] });
  const [address] = await once(child.stdout, "data");
  return { url: String(address).trim(), protocol: "legacy", ...(door === "sse" && { type: "sse" }) };
}

/** `door`: which of `largeDoors.mjs` the server is behind; over stdio without one. */
async function main(name: string, door: string | undefined) {
  const kind = name in { many: 1, changing: 1 } ? name : "plain";
  const entry = await entryOf(kind, door);
  const watch = new BlockWatch();
  const warmUp = createHub({ servers: { first: door === undefined ? await entryOf("plain", door) : entry } });
  await warmUp.ready();
  await warmUp.callTool("first", "other").catch(() => undefined);
  await warmUp.close();
  watch.start();
  const hub = createHub({ servers: { extreme: entry } });
  await hub.ready();
  const result = await acts[name]?.(hub);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const blockedMs = watch.stop();
  await hub.close();
  process.stdout.write(JSON.stringify({ result, blockedMs }), () => process.exit());
}

/** The most CPU time that passed between two ticks of a timer that is due each millisecond. */
class BlockWatch {
  private longest = 0;
  private last = 0;
  private timer: NodeJS.Timeout | undefined;

  start(): void {
    this.last = usedMs();
    this.timer = setInterval(() => {
      const now = usedMs();
      this.longest = Math.max(this.longest, now - this.last);
      this.last = now;
    }, 1);
  }

  stop(): number {
    clearInterval(this.timer);
    return this.longest;
  }
}

function usedMs(): number {
  if (!("threadCpuUsage" in process) || typeof process.threadCpuUsage !== "function") throw new Error("needs Node 24");
  const { user, system }: NodeJS.CpuUsage = process.threadCpuUsage();
  return (user + system) / 1000;
}

void main(process.argv[2] ?? "", process.argv[3]);
