// A process of its own in which the hub meets one extreme: it prints what came of it, and for how long its event loop stood still. That
// is measured in the thread's own CPU time, which a busy machine does not stretch; it needs Node 24.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { EventStream } from "../../src/core/hub/eventStream";
import { Notifications } from "../../src/core/hub/notifications";
import { serverEvents } from "../../src/core/hub/serverEvents";
import { systemClock } from "../../src/core/kernel/clock";
import { PanelHistory } from "../../src/editor/panel/history/panelHistory";
import { PanelFeed } from "../../src/editor/panel/panelFeed";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import type { ToPanel } from "../../src/protocol/panelMessages";
import { longestBlock, threadMs } from "../support/longestBlock";
import { manyTools } from "./manyTools";

/** What each extreme asks for once the server is connected. */
const acts: Readonly<Record<string, (hub: HeadlessHub) => Promise<unknown>>> = {
  ...manyTools,
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
    const before = threadMs();
    await hub.callTool("extreme", "storm", { count: 10_000 });
    return { heard, usedMs: threadMs() - before };
  },
  panel: () => panelInStorm(10_000),
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

/** A panel's page that is told of so many notifications within a second, and then opened again. */
async function panelInStorm(count: number) {
  const stream = new EventStream(Date.now, console.error);
  const { notification } = serverEvents("extreme", stream.publish, new Notifications(systemClock, console.error));
  let told = 0;
  const post = async (message: ToPanel) => {
    structuredClone(message); // as it is when it goes to the page
    if (message.type === "events") told += message.events.length + (message.gap?.dropped ?? 0);
    return true;
  };
  const history = new PanelHistory(stream);
  const feed = new PanelFeed({ stream, history, clock: systemClock, post, report: console.error });
  feed.start();
  for (let i = 0; i < count; i++) {
    notification("notifications/message", { level: "info", logger: "storm", data: `line ${i}` });
    if (i % 100 === 99) await new Promise((resolve) => setTimeout(resolve, 100_000 / count));
  }
  while (told < count) await new Promise((resolve) => setTimeout(resolve, 5));
  feed.start();
  return { told };
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
  const kind = name in manyTools ? "described" : name in { many: 1, changing: 1 } ? name : "plain";
  const entry = await entryOf(kind, door);
  const warmUp = createHub({ servers: { first: door === undefined ? await entryOf("plain", door) : entry } });
  await warmUp.ready();
  await warmUp.callTool("first", "other").catch(() => undefined);
  await warmUp.close();
  let hub: HeadlessHub | undefined;
  let result: unknown;
  const blockedMs = await longestBlock(async () => {
    hub = createHub({ servers: { extreme: entry }, options: { messageLimitMb: 256 } });
    await hub.ready();
    result = await acts[name]?.(hub);
  });
  await hub?.close();
  process.stdout.write(JSON.stringify({ result, blockedMs }), () => process.exit());
}

void main(process.argv[2] ?? "", process.argv[3]);
