// One server says 10,000 things a second while another one is called: each contender in fresh processes of its own.
import { fork } from "node:child_process";
import { once } from "node:events";
import { echoOnStdio, theBareSdk, theHub } from "./contender";
import { inPairs, percentile } from "./figures";
import { report } from "./report";

const rounds = 9;
/** What is measured before the engine has compiled the clients is the compiler. */
const warmUp = 20_000;
const flood = { perSecond: 10_000, ms: 3000 };

interface Seen {
  readonly p50: number;
  readonly p99: number;
  /** How much larger the process was at its largest, in MB. */
  readonly growth: number;
  readonly heard: number;
  readonly cpuMs: number;
}

/** Runs in the process of one contender. */
async function measure(name: string): Promise<Seen> {
  const servers = { loud: echoOnStdio(), echo: echoOnStdio() };
  const contender = await (name === "hub" ? theHub(servers) : theBareSdk(servers));
  for (let i = 0; i < warmUp; i++) await contender.call("echo", "echo", { text: "warm" });
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const cpu = process.cpuUsage();
  let [largest, flooding] = [before, true];
  const sampling = setInterval(() => {
    largest = Math.max(largest, process.memoryUsage.rss());
  }, 20);
  const flooded = contender.call("loud", "flood", flood).finally(() => {
    flooding = false;
  });
  const times: number[] = [];
  while (flooding) {
    const began = performance.now();
    await contender.call("echo", "echo", { text: "calm" });
    times.push(performance.now() - began);
  }
  await flooded;
  clearInterval(sampling);
  const { user, system } = process.cpuUsage(cpu);
  const heard = contender.heard();
  await contender.close();
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    growth: (largest - before) / 1024 / 1024,
    heard,
    cpuMs: (user + system) / 1000,
  };
}

async function inProcess(name: string): Promise<Seen> {
  const child = fork(__filename, [name], { execArgv: ["--expose-gc"] });
  const [seen] = (await Promise.race([once(child, "message"), once(child, "exit").then(ended)])) as [Seen];
  return seen;
}

function ended([code]: unknown[]): never {
  throw new Error(`The process of one contender ended with exit code ${code}.`);
}

async function main() {
  const seen = { hub: [] as Seen[], bare: [] as Seen[] };
  for (let i = 0; i < rounds; i++)
    for (const name of i % 2 === 0 ? (["hub", "bare"] as const) : (["bare", "hub"] as const))
      seen[name].push(await inProcess(name));
  const row = (key: keyof Seen, what: string, unit: string, target?: { atMost: number }) =>
    report({
      what: `10,000 notifications/s, ${what}`,
      unit,
      ...inPairs(
        seen.hub.map((one) => one[key]),
        seen.bare.map((one) => one[key]),
      ),
      ...(target && { target }),
    });
  row("p50", "the other server's p50", "ms");
  row("p99", "the other server's p99", "ms", { atMost: 0.3 });
  row("growth", "memory growth", "MB", { atMost: 0.15 });
  row("cpuMs", "CPU in all", "ms");
  row("heard", "told to listeners", "in all");
}

const [, , name] = process.argv;
if (name === undefined) void main();
else void measure(name).then((seen) => process.send?.(seen));
