import type { Reply } from "../../../core/forms/fillForm";
import { type Answers, neededFields, valueProblem } from "../../../core/registry/filledEntry";
import type { Field, Offer } from "../../../core/registry/offer";
import { message } from "../../../protocol/message";
import { itemText } from "../../ui/plainText";
import type { Asking } from "../../ui/quickInput";
import { fieldPrompt } from "./registryText";

/** What was filled in, and in how many steps. */
export interface Filled {
  readonly answers: Answers;
  readonly steps: number;
}

/**
 * Asks for what an offer needs, and offers what else can be set. "back" from the first question; `undefined` after a cancel.
 *
 * @param before what was filled in before
 * @param around how many steps come before these, and how many after
 */
export async function fillFields(
  asking: Asking,
  title: string,
  offer: Offer,
  before: Answers,
  around: { readonly earlier: number; readonly later: number },
): Promise<Filled | "back" | undefined> {
  const needed = neededFields(offer);
  const others = offer.fields.filter((field) => !needed.includes(field));
  const answers = new Map(before);
  let wanted = others.filter(({ name }) => answers.has(name));
  const total = () => needed.length + (others.length > 0 ? 1 : 0) + wanted.length;
  for (let step = 0; step < total(); ) {
    const place = { title, step: around.earlier + step + 1, totalSteps: around.earlier + total() + around.later };
    const isChoice = others.length > 0 && step === needed.length;
    const field = step < needed.length ? needed[step] : wanted[step - needed.length - 1];
    const reply = isChoice
      ? await askWanted(asking, place, others, wanted)
      : field && (await askField(asking, place, field, answers.get(field.name)));
    if (reply?.kind === "back") {
      if (step-- === 0) return "back";
      continue;
    }
    if (reply?.kind !== "value") return undefined;
    if (typeof reply.value !== "string") {
      wanted = [...reply.value];
      for (const { name } of others) if (!wanted.some((one) => one.name === name)) answers.delete(name);
    } else if (field) answers.set(field.name, reply.value);
    step++;
  }
  return { answers, steps: total() };
}

type Step = { readonly title: string; readonly step: number; readonly totalSteps: number };

function askWanted(
  asking: Asking,
  step: Step,
  others: readonly Field[],
  wanted: readonly Field[],
): Promise<Reply<readonly Field[]>> {
  const items = others.map((field) => ({
    label: itemText(field.name, 80),
    description: field.initial === undefined || field.isSecret ? "" : itemText(field.initial, 80),
    detail: itemText(field.description, 250),
    value: field,
  }));
  const placeholder = message("registry.optional", "Select what else you want to set, or press Enter to go on");
  return asking.choices(
    { ...step, placeholder },
    items,
    items.filter(({ value }) => wanted.includes(value)),
  );
}

function askField(asking: Asking, step: Step, field: Field, before: string | undefined): Promise<Reply<string>> {
  const value = before ?? field.initial ?? "";
  const choices = field.choices.length > 0 ? field.choices : field.format === "boolean" ? ["true", "false"] : [];
  if (choices.length > 0 && !field.isSecret)
    return asking.choice(
      { ...step, placeholder: itemText(fieldPrompt(field), 300) },
      choices.map((choice) => ({ label: itemText(choice, 200), value: choice })),
      value,
    );
  return asking.text({
    ...step,
    prompt: fieldPrompt(field),
    value,
    password: field.isSecret,
    placeholder: field.placeholder,
    check: (text) => valueProblem(field, text),
  });
}
