// A process of its own in which the hub meets one extreme: it prints what came of it, and for how long its event loop stood still.
import { monitorEventLoopDelay } from "node:perf_hooks";
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

async function main(name: string) {
  const kind = name in { many: 1, changing: 1 } ? name : "plain";
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const warmUp = createHub({
    servers: { first: { command: "node", args: ["test/limits/extremeServer.mjs", "plain"] } },
  });
  await warmUp.ready();
  await warmUp.callTool("first", "other").catch(() => undefined);
  await warmUp.close();
  delays.enable();
  const hub = createHub({ servers: { extreme: { command: "node", args: ["test/limits/extremeServer.mjs", kind] } } });
  await hub.ready();
  const result = await acts[name]?.(hub);
  await new Promise((resolve) => setTimeout(resolve, 20));
  delays.disable();
  await hub.close();
  process.stdout.write(JSON.stringify({ result, blockedMs: delays.max / 1e6 }));
}

void main(process.argv[2] ?? "");
