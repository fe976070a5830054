import { failureIn } from "./advice";
import { chosen, takesServer } from "./chooseTool";
import { recovered } from "./recover";
import type { Known, Scene, Thought } from "./thought";
import { corrected, fitted } from "./toolArguments";
import { used } from "./useTool";
import type { Goal, Wanted } from "./wanted";

/** How often the model tries one thing before it gives up. */
const attempts = 6;

/** Goes for a goal, step by step; what it says in the end, also where it gives up. */
export function* pursue(goal: Goal, scene: Scene): Thought<string> {
  let known: Known = {};
  const mind = new Mind(scene);
  for (const wanted of goal.steps) {
    const got = yield* reached(mind, wanted, known);
    if (typeof got === "string") return got;
    known = { ...known, ...got };
  }
  return goal.says?.(known) ?? "Done.";
}

/** What the model has before it now. */
export class Mind {
  constructor(public scene: Scene) {}

  /** Says something, and goes on when the person has spoken. */
  *say(text: string): Thought<string> {
    this.scene = yield { kind: "say", text };
    return this.scene.asked;
  }

  *wait(ms: number): Thought<void> {
    if (ms > 0) this.scene = yield { kind: "wait", ms };
  }
}

/** What is tried for one thing that is wanted; recoveries change it. */
export interface Attempt {
  readonly wanted: Wanted;
  readonly known: Known;
  words: string;
  named: string | undefined;
  server: string | undefined;
  readonly avoid: Set<string>;
  /** The facts that are still to be given. */
  facts: readonly Known[];
  /** The arguments as they were put right. */
  corrected: Known | undefined;
}

/** Gets one thing; a text says why it gave up. */
export function* reached(mind: Mind, wanted: Wanted, known: Known): Thought<Known | string> {
  const given = wanted.facts(known);
  const attempt: Attempt = {
    ...{ wanted, known, words: wanted.words, named: wanted.named, server: wanted.server },
    ...{ avoid: new Set(), facts: Array.isArray(given) ? given : [given as Known], corrected: undefined },
  };
  let learned: Known = {};
  for (let count = 0; count < attempts; ) {
    const choice = yield* chosen(mind.scene, attempt);
    mind.scene = choice.scene;
    const { tool } = choice;
    if (!tool && attempt.named === undefined) return `I found no tool to ${attempt.words}.`;
    const meant = tool ?? { name: attempt.named ?? "", description: "", inputSchema: {} };
    const all = attempt.facts.map((facts) =>
      fitted(meant, takesServer(meant) ? { server: attempt.server, ...facts } : facts),
    );
    const { answers, scene } = yield* used(mind.scene, meant, attempt.corrected ? [attempt.corrected] : all);
    mind.scene = scene;
    const failed = answers.find(({ isError }) => isError);
    for (const { text, isError } of answers)
      if (!isError) learned = { ...learned, ...wanted.learn?.(text, { ...known, ...learned }) };
    attempt.facts = attempt.facts.filter((_, at) => answers[at]?.isError !== false);
    if (!failed) {
      const next = wanted.more?.(answers[0]?.text ?? "", all[0] ?? {});
      if (!next) return learned;
      attempt.facts = [next];
      continue;
    }
    count++;
    const failure = failureIn(failed.text);
    const args = attempt.corrected ?? all[0] ?? {};
    const end = yield* recovered({
      mind,
      attempt,
      failure,
      tool: meant,
      args,
      put: corrected(meant, args, failed.text),
    });
    if (end !== undefined) return end;
  }
  return `I tried ${attempts} times to ${attempt.words}, without success.`;
}
