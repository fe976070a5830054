import { setTimeout as delay } from "node:timers/promises";
import { pursue } from "./pursue";
import type { Call, Scene, Thought } from "./thought";
import type { Goal } from "./wanted";

/** What the model does after a scene: it calls tools, or says something and is done until the person speaks. */
export type Reply =
  | { readonly kind: "call"; readonly calls: readonly Call[] }
  | { readonly kind: "say"; readonly text: string };

/**
 * A model without a model: it knows what is wanted and no names, and decides from what it is shown, which is the tools that it is offered,
 * their results, and the words of failures. The same for the same scenes.
 */
export class ScriptedModel {
  /** How often it was asked. */
  steps = 0;
  private thought: Thought<string> | undefined;

  constructor(private readonly goal: Goal) {}

  async reply(scene: Scene): Promise<Reply> {
    this.steps++;
    let turn = this.thought?.next(scene);
    if (!turn) {
      this.thought = pursue(this.goal, scene);
      turn = this.thought.next(scene);
    }
    while (!turn.done && turn.value.kind === "wait") {
      await delay(turn.value.ms);
      turn = this.thought?.next({ ...scene, results: [] }) ?? { done: true, value: "" };
    }
    if (turn.done) return { kind: "say", text: turn.value };
    return turn.value.kind === "wait" ? { kind: "say", text: "" } : turn.value;
  }
}
