// Calls of a tool that says its argument again, in sequence and 32 at once, with what they cost the process that makes them.
import {
  bench,
  type Contender,
  type ContenderProcess,
  echoOnStdio,
  inTurns,
  startEchoOnHttp,
  type Task,
} from "./contender";
import { inPairs, percentile } from "./figures";
import { report } from "./report";

/** Many short ones in turn: a machine whose speed changes changes it for both. */
const rounds = 11;
const inFlight = 32;

/**
 * How many calls: first to warm up in sequence and at once, then for each round. The engine compiles what runs often step by step, and what
 * is measured before it has done so is the compiler.
 */
interface Sizes {
  readonly warmUp: number;
  readonly sequence: number;
  readonly crowd: number;
}

const onStdio: Sizes = { warmUp: 20_000, sequence: 5_000, crowd: 20_000 };
const overHttp: Sizes = { warmUp: 4_000, sequence: 1_000, crowd: 2_000 };

interface Round {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly perSecond: number;
  /** Milliseconds of CPU for 1,000 calls. */
  readonly cpuSequence: number;
  readonly cpuCrowd: number;
}

const echo = ({ call }: Contender) => call("echo", "echo", { text: "Hello, hello." });

async function inSequence(contender: Contender, calls: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < calls; i++) {
    const began = performance.now();
    await echo(contender);
    times.push(performance.now() - began);
  }
  return times;
}

async function inParallel(contender: Contender, calls: number): Promise<void> {
  let left = calls;
  const worker = async () => {
    while (left-- > 0) await echo(contender);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

async function round(contender: Contender, { sequence, crowd }: Sizes): Promise<Round> {
  const before = process.cpuUsage();
  const times = await inSequence(contender, sequence);
  const cpuSequence = (cpuMs(before) / sequence) * 1000;
  const between = process.cpuUsage();
  const began = performance.now();
  await inParallel(contender, crowd);
  const seconds = (performance.now() - began) / 1000;
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    perSecond: crowd / seconds,
    cpuSequence,
    cpuCrowd: (cpuMs(between) / crowd) * 1000,
  };
}

type Start = (task: Task<Sizes>) => Promise<ContenderProcess<Round>>;

async function warmUp(contender: Contender, sizes: Sizes): Promise<void> {
  await inSequence(contender, sizes.warmUp);
  await inParallel(contender, sizes.warmUp);
}

async function measure(
  start: Start,
  what: string,
  echo: Task<Sizes>["servers"][string],
  sizes: Sizes,
  targets: Targets,
  ownSession = false,
): Promise<void> {
  const begin = (name: Contender["name"]) => start({ name, servers: { echo }, sizes, ownSession });
  const contenders = { hub: await begin("hub"), bare: await begin("bare") };
  const seen = await inTurns(rounds, (name) => contenders[name].round());
  for (const contender of Object.values(contenders)) await contender.end();
  for (const [key, figure, unit] of figures)
    report({
      what: `${what}, ${figure}`,
      unit,
      ...inPairs(
        seen.hub.map((one) => one[key]),
        seen.bare.map((one) => one[key]),
      ),
      ...(targets[key] && { target: targets[key] }),
    });
}

type Targets = Partial<Record<keyof Round, { atMost: number } | { atLeast: number }>>;

const figures: readonly (readonly [key: keyof Round, what: string, unit: string])[] = [
  ["p50", "in sequence, p50", "ms"],
  ["p95", "in sequence, p95", "ms"],
  ["p99", "in sequence, p99", "ms"],
  ["cpuSequence", "in sequence, CPU for 1,000 calls", "ms"],
  ["perSecond", `${inFlight} in flight`, "calls/s"],
  ["cpuCrowd", `${inFlight} in flight, CPU for 1,000 calls`, "ms"],
];

async function main(start: Start) {
  await measure(start, "stdio", echoOnStdio(), onStdio, { p50: { atMost: 0.85 }, perSecond: { atLeast: 1.3 } });
  if (process.platform === "linux")
    await measure(start, "stdio, bare server in its own session too", echoOnStdio(), onStdio, {}, true);
  for (const [name, switches] of [
    ["HTTP", []],
    ["HTTP answered with JSON", ["--json"]],
  ] as const) {
    const server = await startEchoOnHttp(...switches);
    await measure(start, name, server, overHttp, {
      p50: { atMost: 0.4 },
      cpuSequence: { atMost: 0.35 },
      cpuCrowd: { atMost: 0.35 },
    });
    server.stop();
  }
}

bench({ warmUp, round }, main);
