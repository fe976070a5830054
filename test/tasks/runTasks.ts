import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { overChat } from "./doors/chatDoor";
import { overRest } from "./doors/restDoor";
import { failureIn } from "./model/advice";
import type { Door, MadeCall, Task, TaskRun } from "./task";
import { World } from "./world";

/** How a task went at one door. */
export interface Outcome {
  readonly task: string;
  readonly door: Door;
  /** Why it was not completed. */
  readonly problem?: string;
  /** The calls that the model made, of the hub's own tools too. */
  readonly requests: number;
  /** How often the model was asked. */
  readonly steps: number;
  /** The failure that it got over. */
  readonly after?: string;
  /** What became of the valid requests to servers, by tool. */
  readonly tools: readonly ToolOutcome[];
}

export interface ToolOutcome {
  readonly tool: string;
  readonly isOk: boolean;
  /** What it was answered, where it failed. */
  readonly why?: string;
}

const doors: readonly Door[] = ["@mcp", "REST"];

export interface RunOptions {
  /** Only tasks whose name contains this. */
  readonly only?: string;
  /** Each task at one of its doors, by turns: half of the time. */
  readonly short?: boolean;
  readonly on?: (outcome: Outcome) => void;
}

/** Runs every task at every door that it has, each door over a hub of its own. */
export async function runTasks(
  sets: readonly (readonly Task[])[],
  { only = "", short = false, on = () => {} }: RunOptions = {},
): Promise<readonly Outcome[]> {
  const outcomes = await Promise.all(
    doors.map(async (door) => {
      const all: Outcome[] = [];
      for (const set of sets) all.push(...(await runSet(chosen(set, door, short, only), door, on)));
      return all;
    }),
  );
  return outcomes.flat();
}

const chosen = (set: readonly Task[], door: Door, short: boolean, only: string): readonly Task[] =>
  set.filter(({ name, doors: own = doors }, at) => {
    const here = short ? own[at % own.length] === door : own.includes(door);
    return here && name.includes(only);
  });

async function runSet(tasks: readonly Task[], door: Door, on: (outcome: Outcome) => void): Promise<readonly Outcome[]> {
  if (tasks.length === 0) return [];
  const world = await World.open(door, Object.assign({}, ...tasks.map(({ servers }) => servers)));
  const outcomes: Outcome[] = [];
  try {
    for (const task of tasks) {
      const outcome = await runTask(world, task);
      outcomes.push(outcome);
      on(outcome);
    }
  } finally {
    await world.close();
  }
  return outcomes;
}

async function runTask(world: World, task: Task): Promise<Outcome> {
  const { door, gateway } = world;
  const calls: MadeCall[] = [];
  const codes: string[] = [];
  let run: TaskRun = { said: [], calls, steps: 0 };
  let problem: string | undefined;
  try {
    await Promise.race([task.before?.(world), tooLong()]);
    const work =
      door === "@mcp" ? overChat(world.chat(codes), world, task, calls) : overRest(gateway, world, task, calls);
    run = await Promise.race([work, tooLong()]);
    assertFailed(task, run, codes);
    task.check(world, run);
  } catch (error) {
    problem = `${String(error)}\n${JSON.stringify({ said: run.said, calls: run.calls }, undefined, 1).slice(0, 3000)}`;
  }
  const tools = calls.flatMap((call) => validCall(call, task));
  return {
    ...{ task: task.name, door, requests: run.calls.length, steps: run.steps, tools },
    ...(task.after && { after: task.after }),
    ...(problem !== undefined && { problem }),
  };
}

/** Ends a task that would not end; the time is far above what any of them takes. */
const tooLong = () => delay(20_000, undefined, { ref: false }).then(() => assert.fail("it does not end"));

/** The failure that the task is about was met; a task that is about none met none. */
function assertFailed({ after }: Task, { calls }: TaskRun, codes: readonly string[]): void {
  const told = calls.filter(({ isError }) => isError).map(({ text }) => failureIn(text).reasons);
  if (after === undefined) {
    assert.deepEqual(told, []);
    return;
  }
  // Several failures have the same advice; then only the code tells them apart.
  const exact = told.flatMap((reasons) => (reasons.length === 1 || after === "result-expired" ? reasons : []));
  const met = [...codes, ...exact];
  assert.ok(
    met.some((reason) => isAs(reason, after)),
    `it met ${JSON.stringify([met, told])}, not ${after}`,
  );
}

/** A tool that reports an error, and a server that answers with one, are one row of the table. */
const isAs = (reason: string, after: string): boolean =>
  reason === after || (after === "server-error" && reason === "tool-error");

/** A call that nothing was wrong with, which is every one but those that meet the failure of the task. */
function validCall({ tool, isError, text }: MadeCall, { after }: Task): readonly ToolOutcome[] {
  const isMade = isError && after !== undefined && failureIn(text).reasons.some((reason) => isAs(reason, after));
  return isMade ? [] : [{ tool: tool.replace(/^\w+?__/, ""), isOk: !isError, ...(isError && { why: text }) }];
}
