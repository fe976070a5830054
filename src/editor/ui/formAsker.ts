import { enterCheck, readValue, writeValue } from "../../core/forms/fieldValue";
import type { FormAsker, FormStep, Reply } from "../../core/forms/fillForm";
import type { FormField } from "../../core/forms/formFields";
import { message } from "../../protocol/message";
import { itemText } from "./plainText";
import type { Asking, ChoiceItem, InputStep } from "./quickInput";

/** A form that belongs to a question: its inputs stay on the screen, and the signal closes them. */
type Held = Pick<InputStep, "signal" | "screen">;

/** Asks the questions of a form, one after another. `title` names the form. */
export const formAsker = (asking: Asking, title: string, held: Held = {}): FormAsker => ({
  ask: (question) => ask(asking, title, question, held),
  choose: async (fields, chosen) => {
    const items = fields.map((field) => fieldItem(field));
    const reply = await asking.choices(
      { title, placeholder: message("form.optional", "Select the optional arguments to fill in, or none"), ...held },
      items,
      items.filter(({ value }) => chosen.includes(value)),
    );
    return reply.kind === "value" ? reply.value : undefined;
  },
});

function fieldItem(field: FormField): ChoiceItem<FormField> {
  const description = itemText(field.hint, 60);
  return { label: itemText(field.label), description, detail: itemText(field.description ?? "", 150), value: field };
}

function ask(asking: Asking, title: string, question: FormStep, held: Held): Promise<Reply<unknown>> {
  const { field, step, totalSteps } = question;
  const shared: InputStep = {
    title: `${title}: ${field.label}`,
    step,
    totalSteps,
    canSkip: !field.required,
    placeholder: field.hint,
    ...held,
  };
  switch (field.input.kind) {
    case "boolean":
      return askOne(asking, shared, question, [
        { value: true, label: "true" },
        { value: false, label: "false" },
      ]);
    case "choice":
      return askOne(asking, shared, question, field.input.choices);
    case "choices":
      return askMany(asking, shared, question, field.input.choices);
    default:
      return askInput(asking, shared, question);
  }
}

/** The value of the Skip item. A symbol, because an answer may be any JSON value. */
const skipped = Symbol("skip");

type Choices = readonly { readonly value: unknown; readonly label: string }[];

async function askOne(
  asking: Asking,
  step: InputStep,
  { field, start }: FormStep,
  choices: Choices,
): Promise<Reply<unknown>> {
  const items: ChoiceItem<unknown>[] = choices.map(({ value, label }) => ({ value, label: itemText(label) || '""' }));
  if (field.nullable) items.push({ value: null, label: "null" });
  if (!field.required)
    items.push({ value: skipped, label: `$(debug-step-over) ${message("ui.skip", "Skip")}`, alwaysShow: true });
  const active = items.find(({ value }) => JSON.stringify(value) === JSON.stringify(start))?.value;
  const placeholder = field.description ?? message("form.chooseOne", "Select a value");
  const reply = await asking.choice({ ...step, placeholder: itemText(placeholder, 200) }, items, active);
  return reply.kind === "value" && reply.value === skipped ? { kind: "skip" } : reply;
}

function askMany(
  asking: Asking,
  step: InputStep,
  { field, start }: FormStep,
  choices: Choices,
): Promise<Reply<unknown>> {
  const items = choices.map(({ value, label }): ChoiceItem<unknown> => ({ value, label: itemText(label) || '""' }));
  const before = new Set((Array.isArray(start) ? start : []).map((value) => JSON.stringify(value)));
  const placeholder = itemText(field.description ?? message("form.chooseMany", "Select any number of values"), 200);
  return asking.choices(
    { ...step, placeholder, check: (values) => field.check(values) },
    items,
    items.filter(({ value }) => before.has(JSON.stringify(value))),
  );
}

async function askInput(asking: Asking, step: InputStep, { field, start, answers }: FormStep): Promise<Reply<unknown>> {
  const isSkipped = (text: string) => text === "" && !field.required;
  const suggest = (typed: string) => field.suggest?.(typed, answers) ?? Promise.resolve([]);
  const options = {
    ...step,
    prompt: promptFor(field),
    value: start === undefined ? "" : writeValue(field.input, start),
    check: enterCheck(field),
  };
  const suggestions = await suggest(options.value);
  const reply = await (suggestions.length > 0 ? asking.suggested(options, suggest, suggestions) : asking.text(options));
  if (reply.kind !== "value") return reply;
  if (isSkipped(reply.value)) return { kind: "skip" };
  const read = readValue(field, reply.value);
  return read.ok ? { kind: "value", value: read.value } : { kind: "cancel" };
}

/** The description of a field, and how to skip an optional one. The title has its name. */
function promptFor({ description, required }: FormField): string {
  const parts = [
    description ? `${description.replace(/\.$/, "")}.` : "",
    required ? "" : message("form.skip", "Optional: leave it empty to skip it."),
  ];
  return parts.filter((part) => part !== "").join(" ");
}
