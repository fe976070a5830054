// One server says 10,000 things a second while another one is called: each contender in fresh processes of its own.
import { bench, type Contender, type ContenderProcess, echoOnStdio, inTurns, type Task } from "./contender";
import { inPairs, percentile } from "./figures";
import { report } from "./report";

const rounds = 9;
const sizes = { warmUp: 20_000, flood: { perSecond: 10_000, ms: 3000 } };
type Sizes = typeof sizes;

interface Seen {
  readonly p50: number;
  readonly p99: number;
  /** How much larger the process was at its largest, in MB. */
  readonly growth: number;
  readonly heard: number;
  readonly cpuMs: number;
}

async function warmUp(contender: Contender, { warmUp }: Sizes): Promise<void> {
  for (let i = 0; i < warmUp; i++) await contender.call("echo", "echo", { text: "warm" });
}

async function round(contender: Contender, { flood }: Sizes): Promise<Seen> {
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
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    growth: (largest - before) / 1024 / 1024,
    heard: contender.heard(),
    cpuMs: (user + system) / 1000,
  };
}

async function main(start: (task: Task<Sizes>) => Promise<ContenderProcess<Seen>>) {
  const seen = await inTurns(rounds, async (name) => {
    const contender = await start({ name, servers: { loud: echoOnStdio(), echo: echoOnStdio() }, sizes });
    const one = await contender.round();
    await contender.end();
    return one;
  });
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

bench({ warmUp, round }, main);
