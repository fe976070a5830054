import * as vscode from "vscode";
import { enterCheck, readValue, writeValue } from "../../core/forms/fieldValue";
import type { FormAsker, FormStep, Reply } from "../../core/forms/fillForm";
import type { FormField } from "../../core/forms/formFields";
import type { DisposableStore } from "../../core/kernel/disposable";
import { message } from "../../protocol/message";
import { itemText, noticeText } from "./plainText";
import {
  askChoice,
  askChoices,
  askText,
  type ChoiceItem,
  type InputStep,
  showInput,
  type TextInputStep,
} from "./quickInput";

/** A form that belongs to a question: its inputs stay on the screen, and the signal closes them. */
type Held = Pick<InputStep, "signal" | "screen">;

/** Asks the questions of a form with quick inputs, one after another. `title` names the form. */
export const formAsker = (title: string, held: Held = {}): FormAsker => ({
  ask: (question) => ask(title, question, held),
  choose: async (fields, chosen) => {
    const items = fields.map((field) => fieldItem(field));
    const reply = await askChoices(
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

function ask(title: string, question: FormStep, held: Held): Promise<Reply<unknown>> {
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
      return askOne(shared, question, [
        { value: true, label: "true" },
        { value: false, label: "false" },
      ]);
    case "choice":
      return askOne(shared, question, field.input.choices);
    case "choices":
      return askMany(shared, question, field.input.choices);
    default:
      return askInput(shared, question);
  }
}

/** The value of the Skip item. A symbol, because an answer may be any JSON value. */
const skipped = Symbol("skip");

type Choices = readonly { readonly value: unknown; readonly label: string }[];

async function askOne(step: InputStep, { field, start }: FormStep, choices: Choices): Promise<Reply<unknown>> {
  const items: ChoiceItem<unknown>[] = choices.map(({ value, label }) => ({ value, label: itemText(label) || '""' }));
  if (field.nullable) items.push({ value: null, label: "null" });
  if (!field.required)
    items.push({ value: skipped, label: `$(debug-step-over) ${message("ui.skip", "Skip")}`, alwaysShow: true });
  const active = items.find(({ value }) => JSON.stringify(value) === JSON.stringify(start))?.value;
  const placeholder = field.description ?? message("form.chooseOne", "Select a value");
  const reply = await askChoice({ ...step, placeholder: itemText(placeholder, 200) }, items, active);
  return reply.kind === "value" && reply.value === skipped ? { kind: "skip" } : reply;
}

function askMany(step: InputStep, { field, start }: FormStep, choices: Choices): Promise<Reply<unknown>> {
  const items = choices.map(({ value, label }): ChoiceItem<unknown> => ({ value, label: itemText(label) || '""' }));
  const before = new Set((Array.isArray(start) ? start : []).map((value) => JSON.stringify(value)));
  const placeholder = itemText(field.description ?? message("form.chooseMany", "Select any number of values"), 200);
  return askChoices(
    { ...step, placeholder, check: (values) => field.check(values) },
    items,
    items.filter(({ value }) => before.has(JSON.stringify(value))),
  );
}

async function askInput(step: InputStep, { field, start, answers }: FormStep): Promise<Reply<unknown>> {
  const isSkipped = (text: string) => text === "" && !field.required;
  const suggest = (typed: string) => field.suggest?.(typed, answers) ?? Promise.resolve([]);
  const options = {
    ...step,
    prompt: promptFor(field),
    value: start === undefined ? "" : writeValue(field.input, start),
    check: enterCheck(field),
  };
  const suggestions = await suggest(options.value);
  const reply = await (suggestions.length > 0 ? askWithSuggestions(options, suggest, suggestions) : askText(options));
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

/** Suggests values for the typed text. */
type Suggest = (typed: string) => Promise<readonly string[]>;

interface ValueItem extends vscode.QuickPickItem {
  readonly text: string;
}

/** Asks for a line of text with suggestions below it. The person may also enter other text. */
function askWithSuggestions(step: TextInputStep, suggest: Suggest, first: readonly string[]): Promise<Reply<string>> {
  const pick = vscode.window.createQuickPick<ValueItem>();
  pick.value = step.value;
  let latest = 0;
  const show = (typed: string, suggestions: readonly string[]) => {
    const own = typed === "" || suggestions.includes(typed) ? [] : [typed];
    const items = [...own, ...suggestions].map((text) => ({ label: itemText(text) || '""', text, alwaysShow: true }));
    pick.items = items;
    pick.activeItems = items.slice(0, 1);
  };
  return showInput(pick, step, (store: DisposableStore, settle) => {
    const title = pick.title ?? "";
    show(step.value, first);
    store.add(
      pick.onDidChangeValue(async (typed) => {
        const current = ++latest;
        pick.title = title;
        show(typed, []);
        const suggestions = await suggest(typed);
        if (current === latest) show(typed, suggestions); // newer text has newer suggestions
      }),
    );
    store.add(
      pick.onDidAccept(() => {
        const text = pick.activeItems[0]?.text ?? pick.value;
        const problem = step.check(text);
        if (problem === undefined) settle({ kind: "value", value: text });
        else pick.title = `${title}: ${noticeText(problem)}`; // a quick pick has no validation message
      }),
    );
  });
}
