import type { FormField } from "./formFields";

/** One step of a form. */
export interface FormStep {
  readonly field: FormField;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
  /** The initial value: the previous answer, or the schema's default. */
  readonly start: unknown;
  /** The answers of the previous steps. */
  readonly answers: Arguments;
}

/** What the person did in a step. */
export type Reply<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "skip" }
  | { readonly kind: "back" }
  | { readonly kind: "cancel" };

/** Shows the steps of a form to the person. */
export interface FormAsker {
  ask(step: FormStep): Promise<Reply<unknown>>;
  /** Which of many optional fields to fill; `undefined` cancels. `chosen` had a value before. */
  choose(fields: readonly FormField[], chosen: readonly FormField[]): Promise<readonly FormField[] | undefined>;
}

/** Up to this many optional fields are asked for one by one. If there are more, the person first chooses some of them. */
const fewOptional = 3;

/** The arguments that a form results in, by name. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * Asks for each field and returns the arguments; `undefined` if the person cancels. `before` are the arguments of an earlier time, with
 * which the fields start.
 */
export async function fillForm(
  fields: readonly FormField[],
  asker: FormAsker,
  before: Arguments = {},
): Promise<Arguments | undefined> {
  const asked = await askedFields(fields, asker, before);
  if (!asked) return undefined;

  const answers = new Map<string, Reply<unknown>>();
  for (let at = 0; at < asked.length; ) {
    const field = asked[at];
    if (!field) break;
    const reply = await asker.ask({
      field,
      step: at + 1,
      totalSteps: asked.length,
      start: startOf(field, answers, before),
      answers: valuesOf(answers),
    });
    if (reply.kind === "cancel") return undefined;
    if (reply.kind === "back") at = Math.max(0, at - 1);
    else {
      answers.set(field.name, reply);
      at++;
    }
  }
  return valuesOf(answers);
}

const valuesOf = (answers: ReadonlyMap<string, Reply<unknown>>): Arguments =>
  Object.fromEntries([...answers].flatMap(([name, reply]) => (reply.kind === "value" ? [[name, reply.value]] : [])));

async function askedFields(
  fields: readonly FormField[],
  asker: FormAsker,
  before: Arguments,
): Promise<readonly FormField[] | undefined> {
  const optional = fields.filter(({ required }) => !required);
  if (optional.length <= fewOptional) return fields;
  const chosen = await asker.choose(
    optional,
    optional.filter(({ name }) => Object.hasOwn(before, name)),
  );
  return chosen && [...fields.filter(({ required }) => required), ...chosen];
}

function startOf(
  { name, initial }: FormField,
  answers: ReadonlyMap<string, Reply<unknown>>,
  before: Arguments,
): unknown {
  const answer = answers.get(name);
  if (answer?.kind === "value") return answer.value;
  return Object.hasOwn(before, name) ? before[name] : initial;
}
