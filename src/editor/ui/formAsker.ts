import * as vscode from "vscode";
import { readValue, writeValue } from "../../core/forms/fieldValue";
import type { FormAsker, FormStep, Reply } from "../../core/forms/fillForm";
import type { FormField } from "../../core/forms/formFields";
import type { DisposableStore } from "../../core/kernel/disposable";
import { itemText, noticeText } from "./plainText";
import { askChoice, askChoices, askText, type ChoiceItem, prepared, type Step, type TextStep } from "./quickStep";

/** Asks a form's questions with VS Code's own inputs, one after the other. `title` names what is filled in; `signal` takes the questions back. */
export const formAsker = (title: string, signal?: AbortSignal): FormAsker => ({
  ask: (question) => ask(title, question, signal),
  choose: async (fields, chosen) => {
    const items = fields.map((field) => fieldItem(field));
    const reply = await askChoices(
      { title, placeholder: "Choose the optional arguments to fill in, or none", signal },
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

function ask(title: string, question: FormStep, signal: AbortSignal | undefined): Promise<Reply<unknown>> {
  const { field, step, totalSteps } = question;
  const shared: Step = {
    title: `${title}: ${field.label}`,
    step,
    totalSteps,
    canSkip: !field.required,
    placeholder: field.hint,
    signal,
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
      return askLine(shared, question);
  }
}

/** What stands for "leave it out" in a list; an own object, since every JSON value may be an answer. */
const leaveOut = Symbol("skip");

type Choices = readonly { readonly value: unknown; readonly label: string }[];

async function askOne(step: Step, { field, start }: FormStep, choices: Choices): Promise<Reply<unknown>> {
  const items: ChoiceItem<unknown>[] = choices.map(({ value, label }) => ({ value, label: itemText(label) || '""' }));
  if (field.nullable) items.push({ value: null, label: "null" });
  if (!field.required) items.push({ value: leaveOut, label: "$(debug-step-over) Skip", alwaysShow: true });
  const active = items.find(({ value }) => JSON.stringify(value) === JSON.stringify(start))?.value;
  const placeholder = field.description ?? "Choose a value";
  const reply = await askChoice({ ...step, placeholder: itemText(placeholder, 200) }, items, active);
  return reply.kind === "value" && reply.value === leaveOut ? { kind: "skip" } : reply;
}

function askMany(step: Step, { field, start }: FormStep, choices: Choices): Promise<Reply<unknown>> {
  const items = choices.map(({ value, label }): ChoiceItem<unknown> => ({ value, label: itemText(label) || '""' }));
  const before = new Set((Array.isArray(start) ? start : []).map((value) => JSON.stringify(value)));
  const placeholder = itemText(field.description ?? "Choose any values", 200);
  return askChoices(
    { ...step, placeholder, check: (values) => field.check(values) },
    items,
    items.filter(({ value }) => before.has(JSON.stringify(value))),
  );
}

async function askLine(step: Step, { field, start, answers }: FormStep): Promise<Reply<unknown>> {
  const isSkipped = (text: string) => text === "" && !field.required;
  const about = field.description ? `${field.description.replace(/\.$/, "")}. ` : "";
  const suggest = (typed: string) => field.suggest?.(typed, answers) ?? Promise.resolve([]);
  const line = {
    ...step,
    prompt: `${about}${field.required ? "" : "Optional: leave it empty to skip it. "}`.trim() || field.name,
    value: start === undefined ? "" : writeValue(field.input, start),
    check: (text: string) => {
      if (isSkipped(text)) return undefined;
      const read = readValue(field, text);
      return read.ok ? undefined : read.problem;
    },
  };
  const proposals = await suggest(line.value);
  const reply = await (proposals.length > 0 ? askSuggested(line, suggest, proposals) : askText(line));
  if (reply.kind !== "value") return reply;
  if (isSkipped(reply.value)) return { kind: "skip" };
  const read = readValue(field, reply.value);
  return read.ok ? { kind: "value", value: read.value } : { kind: "cancel" };
}

/** Proposes values for what is typed; an older proposal that comes late counts for nothing. */
type Suggest = (typed: string) => Promise<readonly string[]>;

interface ValueItem extends vscode.QuickPickItem {
  readonly text: string;
}

/** Asks for one line of text, with proposals below it that follow what is typed; any other text may be given as well. */
function askSuggested(step: TextStep, suggest: Suggest, first: readonly string[]): Promise<Reply<string>> {
  const pick = vscode.window.createQuickPick<ValueItem>();
  pick.value = step.value;
  let turn = 0;
  const show = (typed: string, proposals: readonly string[]) => {
    const own = typed === "" || proposals.includes(typed) ? [] : [typed];
    const items = [...own, ...proposals].map((text) => ({ label: itemText(text) || '""', text, alwaysShow: true }));
    pick.items = items;
    pick.activeItems = items.slice(0, 1);
  };
  return prepared(pick, step, (own: DisposableStore, settle) => {
    const title = pick.title ?? "";
    show(step.value, first);
    own.add(
      pick.onDidChangeValue(async (typed) => {
        const mine = ++turn;
        pick.title = title;
        show(typed, []);
        const proposals = await suggest(typed);
        if (mine === turn) show(typed, proposals);
      }),
    );
    own.add(
      pick.onDidAccept(() => {
        const text = pick.activeItems[0]?.text ?? pick.value;
        const problem = step.check(text);
        if (problem === undefined) settle({ kind: "value", value: text });
        else pick.title = `${title}: ${noticeText(problem)}`; // a list has no place for a validation message
      }),
    );
  });
}
