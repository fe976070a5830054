// Many stdio servers at once, from nothing to all tools listed, beside the same processes with nothing around them; and nine servers
// beside one that takes ten seconds to start.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { createHub, type Entries, echoOnStdio } from "./contender";
import { inPairs, timed } from "./figures";
import { report } from "./report";

const toolsOfEach = 3;
const entry = echoOnStdio();

const several = (count: number): Entries =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`echo${i}`, entry]));

/** Connects the hub to servers; settles with the milliseconds until the tools of `count` of them are listed. */
async function throughHub(servers: Entries, count: number): Promise<number> {
  const hub = createHub({});
  await hub.close(); // the module is loaded, and the compiler has seen it once
  const began = performance.now();
  const measured = createHub(servers);
  while (measured.listTools().length < count * toolsOfEach) await new Promise((resolve) => setTimeout(resolve, 2));
  const ms = performance.now() - began;
  await measured.close();
  return ms;
}

/** The same processes with the handshake and the list written by hand. */
async function bareProcesses(count: number): Promise<number> {
  const children: ReturnType<typeof start>[] = [];
  const ms = await timed(async () => {
    for (let i = 0; i < count; i++) children.push(start());
    await Promise.all(children.map(listed));
  });
  for (const child of children) child.kill("SIGKILL");
  return ms;
}

const start = () => spawn(entry.command, [...entry.args], { stdio: ["pipe", "pipe", "inherit"] });

function listed(child: ReturnType<typeof start>): Promise<void> {
  const say = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const clientInfo = { name: "bare", version: "1.0.0" };
  say({ id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo } });
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const { id } = JSON.parse(line);
      if (id === 2) return resolve();
      say({ method: "notifications/initialized" });
      say({ id: 2, method: "tools/list" });
    });
  });
}

async function main() {
  for (const [count, rounds, target] of [
    [1, 9, undefined],
    [10, 9, undefined],
    [30, 9, { atMost: 1.25 }],
  ] as const) {
    const [hub, bare]: [number[], number[]] = [[], []];
    for (let i = 0; i < rounds; i++) {
      hub.push(await throughHub(several(count), count));
      bare.push(await bareProcesses(count));
    }
    report({
      what: `${count} stdio server${count > 1 ? "s" : ""}, from nothing to all tools listed`,
      unit: "ms",
      ...inPairs(hub, bare),
      ...(target && { target }),
    });
  }

  const [beside, alone]: [number[], number[]] = [[], []];
  for (let i = 0; i < 9; i++) {
    beside.push(await throughHub({ slow: echoOnStdio("--start-ms=10000"), ...several(9) }, 9));
    alone.push(await throughHub(several(9), 9));
  }
  report({
    what: "nine stdio servers beside one that starts in 10 s (beside: hub without it)",
    unit: "ms",
    ...inPairs(beside, alone),
    target: { atMost: 1.1 },
  });
}

void main();
