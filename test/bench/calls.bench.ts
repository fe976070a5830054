// Calls of a tool that says its argument again, in sequence and 32 at once, with what they cost the process that makes them. Each
// contender has a process of its own, as it has with a person: in a common one, each pays for the other's garbage.
import { fork } from "node:child_process";
import { once } from "node:events";
import { type Contender, echoOnStdio, startEchoOnHttp, theBareSdk, theHub } from "./contender";
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

/** What a contender's process is told as its one argument. */
interface Task {
  readonly name: Contender["name"];
  readonly entry: Parameters<typeof theHub>[0][string];
  readonly sizes: Sizes;
  readonly ownSession: boolean;
}

/** The process of one contender: it warms up, and measures a round whenever it is asked to. */
async function contend({ name, entry, sizes, ownSession }: Task): Promise<void> {
  const contender = await (name === "hub" ? theHub({ echo: entry }) : theBareSdk({ echo: entry }, ownSession));
  await inSequence(contender, sizes.warmUp);
  await inParallel(contender, sizes.warmUp);
  process.on("message", async (wish) => {
    if (wish === "round") process.send?.(await round(contender, sizes));
    else await contender.close().then(() => process.disconnect());
  });
  process.send?.("warm");
}

/** Starts the process of one contender; settles when it is warm. */
async function startContender(task: Task) {
  const child = fork(__filename, [JSON.stringify(task)]);
  const ended = once(child, "exit");
  const next = async (): Promise<unknown> => {
    const [message] = await Promise.race([once(child, "message"), ended.then(endedEarly)]);
    return message;
  };
  await next();
  return {
    name: task.name,
    round: async (): Promise<Round> => {
      child.send("round");
      return (await next()) as Round;
    },
    end: async () => {
      child.send("end");
      await ended;
    },
  };
}

function endedEarly([code]: unknown[]): never {
  throw new Error(`The process of one contender ended with exit code ${code}.`);
}

async function measure(
  what: string,
  entry: Task["entry"],
  sizes: Sizes,
  targets: Targets,
  ownSession = false,
): Promise<void> {
  const contenders = [
    await startContender({ name: "hub", entry, sizes, ownSession }),
    await startContender({ name: "bare", entry, sizes, ownSession }),
  ];
  const seen = { hub: [] as Round[], bare: [] as Round[] };
  for (let i = 0; i < rounds; i++) {
    for (const contender of contenders) seen[contender.name].push(await contender.round());
    contenders.reverse(); // nobody always goes first
  }
  for (const contender of contenders) await contender.end();
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

async function main() {
  await measure("stdio", echoOnStdio(), onStdio, { p50: { atMost: 0.85 }, perSecond: { atLeast: 1.3 } });
  if (process.platform === "linux")
    await measure("stdio, bare server in its own session too", echoOnStdio(), onStdio, {}, true);
  for (const [name, switches] of [
    ["HTTP", []],
    ["HTTP answered with JSON", ["--json"]],
  ] as const) {
    const server = await startEchoOnHttp(...switches);
    await measure(name, server, overHttp, {
      p50: { atMost: 0.4 },
      cpuSequence: { atMost: 0.35 },
      cpuCrowd: { atMost: 0.35 },
    });
    server.stop();
  }
}

const [, , task] = process.argv;
if (task === undefined) void main();
else void contend(JSON.parse(task));
