import { HubError } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { randomFrom } from "../faults/randomFrom";
import { isReady, pause, Stage, type Staged, type Transport, until } from "../faults/stage";
import { type MemoryFigures, MemoryWatch } from "./memoryWatch";
import { WriteBook, type WriteFigures } from "./writeBook";

export interface ChaosOptions {
  /** Fixes what is called and what goes wrong, in which order; not the moments. */
  readonly seed: number;
  readonly servers: number;
  readonly durationMs: number;
  /** It goes on for so many faults, up to three times as long: a slow machine makes fewer calls. None where it is missing. */
  readonly leastFaults?: number;
  /** How many callers call at the same time, each its next call as soon as it has the last answer. */
  readonly callers: number;
}

export interface ChaosFigures {
  readonly writes: WriteFigures;
  readonly memory: MemoryFigures;
  readonly calls: number;
  readonly answered: number;
  /** Calls that failed, by code. */
  readonly failures: Readonly<Record<string, number>>;
  readonly faults: number;
  readonly restarts: number;
  /** Calls that took longer than their limit, a busy machine's delay aside. */
  readonly hung: number;
  readonly slowestMs: number;
  /** Servers that were not in use again when the faults had ended. */
  readonly away: readonly string[];
}

const callLimitSeconds = 10;
/** What a busy machine may add to a limit before a call counts as hung, in milliseconds. */
const slackMs = 3000;
const faultShare = 0.01;
const upsetEveryMs = 500;

const anywhere = ["before", "after", "mid", "killed", "hang", "garbage"] as const;
const overHttp = [...anywhere, 429, 503, "forget"] as const;

/** Many servers on both transports, at full speed, while calls and servers fail at random. */
export async function chaos({
  seed,
  servers,
  durationMs,
  leastFaults = 0,
  callers,
}: ChaosOptions): Promise<ChaosFigures> {
  const stage = new Stage();
  try {
    const random = randomFrom(seed);
    const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
    const staged: [name: string, transport: Transport, server: Staged][] = [];
    for (let index = 0; index < servers; index++) {
      const transport = index % 2 === 0 ? "stdio" : "http";
      const server = await stage.server(transport);
      server.keepUp();
      staged.push([`${transport}-${index}`, transport, server]);
    }
    const hub = stage.hub(Object.fromEntries(staged.map(([name, , server]) => [name, server])), {
      callTimeoutSeconds: 1,
      callLimitSeconds,
      breakerCoolDownSeconds: 1,
      healthCheckSeconds: 5,
      healthTimeoutSeconds: 1,
    });
    await until(() => staged.every(([name]) => isReady(hub, name)));

    const book = new WriteBook();
    const memory = new MemoryWatch(durationMs);
    const failures: Record<string, number> = {};
    const sums = { calls: 0, answered: 0, faults: 0, hung: 0, slowestMs: 0 };
    const began = performance.now();
    const goesOn = () => {
      const ms = performance.now() - began;
      return ms < durationMs || (sums.faults < leastFaults && ms < 3 * durationMs);
    };

    const work = async () => {
      while (goesOn()) {
        const [name, transport] = one(staged);
        const fault = random() < faultShare ? one<unknown>(transport === "stdio" ? anywhere : overHttp) : undefined;
        const isWrite = random() < 0.5;
        const key = isWrite ? book.next(staged.findIndex(([other]) => other === name)) : sums.calls;
        sums.calls++;
        if (fault !== undefined) sums.faults++;
        const args = {
          key: String(key),
          ...(fault !== undefined && { fault }),
          ...(fault === 429 && { retryAfter: 1 }),
        };
        const began = performance.now();
        try {
          await hub.callTool(name, isWrite ? "count" : "look", args);
          if (isWrite) book.answered(key);
          sums.answered++;
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
          failures[error.code] = (failures[error.code] ?? 0) + 1;
        }
        const ms = performance.now() - began;
        sums.slowestMs = Math.max(sums.slowestMs, ms);
        if (ms > callLimitSeconds * 1000 + slackMs) sums.hung++;
      }
    };
    const upset = async () => {
      while (goesOn()) {
        await pause(upsetEveryMs * (0.5 + random()));
        const [name, , server] = one(staged);
        sums.faults++;
        if (random() < 0.5) await server.crash(hub, name);
        else {
          await server.freeze(hub, name);
          await pause(300);
          await server.thaw();
        }
      }
    };
    await Promise.all([upset(), memory.run(), ...Array.from({ length: callers }, work)]);

    const away = await whoIsAway(
      hub,
      staged.map(([name]) => name),
    );
    const restarts = hub.figures().reduce((sum, figures) => sum + figures.restarts, 0);
    const writes = book.compare(staged.map(([, , server]) => server.done()));
    return { ...sums, writes, memory: memory.figures(), failures, restarts, away };
  } finally {
    await stage.close();
  }
}

/** When all is quiet, each server answers a call again: at once, or after its breaker has cooled down. */
async function whoIsAway(hub: HeadlessHub, names: readonly string[]): Promise<readonly string[]> {
  await pause(1500);
  const answered = await hub.callMany(names.map((server) => ({ server, tool: "look", args: { key: "last" } })));
  return names.filter((_, index) => !answered[index]?.ok);
}
