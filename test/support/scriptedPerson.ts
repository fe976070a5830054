import type { Reply } from "../../src/core/forms/fillForm";
import type { Asking, ChoiceItem, InputStep } from "../../src/editor/ui/quickInput";

/** The text that is entered, the label of what is chosen, the labels of all that are chosen; or a button of an item, by its label. */
export type Answer = string | readonly string[] | { readonly kind: "back" | "cancel" } | { readonly button: string };

export const back = { kind: "back" } as const;
export const cancel = { kind: "cancel" } as const;

/** A question as the person saw it. */
export interface Asked {
  readonly title: string;
  /** Such as 1/3; empty outside of a wizard. */
  readonly step: string;
  /** The prompt or the placeholder. */
  readonly says: string | undefined;
  readonly items: readonly string[];
  /** What stands below each item. */
  readonly details: readonly (string | undefined)[];
  /** What stands beside each item. */
  readonly descriptions: readonly (string | undefined)[];
  /** What stands in the box, or the labels of what is chosen or active, before the person does anything. */
  readonly before: string | readonly string[] | undefined;
  readonly isHidden: boolean;
  /** Whether there is a Skip button. */
  readonly canSkip: boolean;
  /** What was wrong with answers, before one was accepted. */
  readonly problems: readonly string[];
}

type About = Pick<Asked, "says" | "before"> & {
  readonly items?: readonly ChoiceItem<unknown>[];
  readonly isHidden?: boolean;
};

/** Answers one question after the other, and keeps what was asked. What is refused is followed by the next answer. */
export class ScriptedPerson implements Asking {
  readonly asked: Asked[] = [];
  /** What was suggested for texts that were entered. */
  readonly suggestions: (readonly string[])[] = [];
  private readonly answers: Answer[];

  constructor(...answers: readonly Answer[]) {
    this.answers = [...answers];
  }

  /** How many answers are left. */
  get left(): number {
    return this.answers.length;
  }

  readonly text: Asking["text"] = async (step) => {
    const about = { says: step.prompt, before: step.value, isHidden: step.password === true };
    return this.reply(step, about, (answer) => [String(answer), step.check(String(answer))]);
  };

  readonly choice: Asking["choice"] = async (step, items, active) => {
    const before = items.find(({ value }) => active !== undefined && value === active)?.label;
    return this.reply(step, { says: step.placeholder, items, before }, (answer) => {
      if (typeof answer === "string") return [found(items, answer).value];
      if ("button" in answer && step.pressed) return [step.pressed(found(items, answer.button).value)];
      throw new Error(`This does not answer "${step.placeholder}".`);
    });
  };

  readonly choices: Asking["choices"] = async (step, items, chosen) => {
    const before = chosen.map(({ label }) => label);
    return this.reply(step, { says: step.placeholder, items, before }, (answer) => {
      if (!Array.isArray(answer)) throw new Error(`"${step.placeholder}" takes a list of labels.`);
      const values = answer.map((label: string) => found(items, label).value);
      return [values, step.check?.(values)];
    });
  };

  readonly suggested: Asking["suggested"] = async (step, suggest, first) => {
    const about = { says: step.prompt, before: step.value, items: first.map((text) => ({ label: text, value: text })) };
    const reply = this.reply(step, about, (answer) => [String(answer), step.check(String(answer))]);
    if (reply.kind === "value") this.suggestions.push(await suggest(reply.value));
    return reply;
  };

  readonly heading = -1;
  readonly button: Asking["button"] = (_, tooltip) => ({ iconPath: { path: "" } as never, tooltip });

  private reply<T>(
    { title, step, totalSteps, canSkip = false }: InputStep,
    { items = [], isHidden = false, ...about }: About,
    given: (answer: Exclude<Answer, { kind: string }>) => readonly [value: T, problem?: string | undefined],
  ): Reply<T> {
    const problems: string[] = [];
    const labels = items.map(({ label }) => label);
    this.asked.push({
      ...{ title, step: step === undefined ? "" : `${step}/${totalSteps}`, says: about.says, before: about.before },
      ...{ items: labels, isHidden, canSkip, problems },
      ...{ details: items.map(({ detail }) => detail), descriptions: items.map(({ description }) => description) },
    });
    for (;;) {
      const answer = this.answers.shift();
      if (answer === undefined) throw new Error(`Nobody answers "${about.says}".`);
      if (typeof answer === "object" && "kind" in answer) return answer;
      const [value, problem] = given(answer);
      if (problem === undefined) return { kind: "value", value };
      problems.push(problem);
    }
  }
}

function found<T>(items: readonly ChoiceItem<T>[], label: string): ChoiceItem<T> {
  const item = items.find((one) => one.label === label);
  if (!item) throw new Error(`There is no "${label}" among ${items.map((one) => one.label).join(", ")}.`);
  return item;
}
