import {
  type FormField,
  fieldProblem,
  formChanges,
  formFields,
  isLiteralSecret,
  shownMap,
  typedAs,
  typedValue,
  withTyped,
} from "../../../core/config/changes/entryForm";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { itemText } from "../../ui/plainText";
import type { Asking, ChoiceItem } from "../../ui/quickInput";

type Entry = Readonly<Record<string, unknown>>;
type Step =
  | { readonly kind: "field"; readonly field: FormField }
  | { readonly kind: "save" }
  | { readonly kind: "open" };

/** The entry as it is to be; "open" to change it in the settings instead, `undefined` after a cancel or without a change. */
export async function editEntry(asking: Asking, title: string, before: Entry): Promise<Entry | "open" | undefined> {
  let entry = before;
  let active: string | undefined;
  for (;;) {
    const isChanged = formChanges(before, entry).length > 0;
    const items = steps(entry, isChanged);
    const first = items.find(({ value }) => value.kind === "field" && value.field.key === active);
    const placeholder = message("editServer.choose", "Select a value to change");
    const reply = await asking.choice({ title, placeholder }, items, first?.value);
    if (reply.kind !== "value") return undefined;
    if (reply.value.kind === "open") return "open";
    if (reply.value.kind === "save") return entry;
    const { field } = reply.value;
    active = field.key;
    entry =
      (await (field.kind === "map" ? editMap(asking, title, entry, field) : editValue(asking, title, entry, field))) ??
      entry;
  }
}

function steps(entry: Entry, isChanged: boolean): readonly ChoiceItem<Step>[] {
  const fields = formFields(entry).map(
    (field): ChoiceItem<Step> => ({
      label: field.label,
      description: itemText(field.shown, 200),
      value: { kind: "field", field },
    }),
  );
  const save: ChoiceItem<Step> = { label: `$(check) ${message("editServer.save", "Save")}`, value: { kind: "save" } };
  const open: ChoiceItem<Step> = {
    label: `$(go-to-file) ${message("editServer.open", "Open in settings.json")}`,
    value: { kind: "open" },
  };
  return [...(isChanged ? [save] : []), ...fields, open];
}

/** Asks for the value of a field; `undefined` after a cancel. */
async function editValue(asking: Asking, title: string, entry: Entry, field: FormField): Promise<Entry | undefined> {
  const { key, kind, label } = field;
  if (kind === "switch") {
    const items = [true, false].map((value) => ({ label: String(value), value }));
    const reply = await asking.choice({ title, placeholder: label }, items, entry[key] === true);
    return reply.kind === "value" ? withTyped(entry, [key], reply.value) : undefined;
  }
  const next = (text: string) => withTyped(entry, [key], typedValue(kind, text));
  const reply = await asking.text({
    title,
    prompt: promptOf(field),
    value: typedAs(kind, entry[key]) ?? "",
    password: kind === "text" && isLiteralSecret(entry, [key]),
    check: (text) => fieldProblem(next(text), [key]),
  });
  return reply.kind === "value" ? next(reply.value) : undefined;
}

const promptOf = ({ kind, label, key }: FormField): string => {
  if (kind === "words")
    return message("editServer.wordsPrompt", "{label}, separated by spaces. Quotes keep spaces.", { label });
  return key === "command" || key === "url"
    ? label
    : message("editServer.prompt", "{label}. Leave it empty to remove it.", { label });
};

type MapStep = { readonly name: string; readonly isRemoved?: boolean } | "add" | "done";

/** Asks for the values of a map, name by name. */
async function editMap(
  asking: Asking,
  title: string,
  before: Entry,
  { key, label }: FormField,
): Promise<Entry | undefined> {
  let entry = before;
  for (;;) {
    const names = shownMap(entry, key).map(
      ({ name, shown }): ChoiceItem<MapStep> => ({
        label: itemText(name, 100),
        description: itemText(shown, 200),
        buttons: [asking.button("trash", message("button.remove", "Remove"))],
        value: { name },
      }),
    );
    const items: ChoiceItem<MapStep>[] = [
      ...names,
      { label: `$(add) ${message("editServer.add", "Add…")}`, value: "add" },
      { label: `$(arrow-left) ${message("editServer.back", "Back")}`, value: "done" },
    ];
    const reply = await asking.choice<MapStep>({ title, placeholder: label, pressed: removed }, items);
    if (reply.kind !== "value" || reply.value === "done") return entry;
    const step = reply.value;
    if (step !== "add" && step.isRemoved) {
      entry = withTyped(entry, [key, step.name], undefined);
      continue;
    }
    const name = step === "add" ? await askForName(asking, title, entry, key) : step.name;
    if (name !== undefined) entry = (await askForValue(asking, title, entry, [key, name])) ?? entry;
  }
}

const removed = (step: MapStep): MapStep => (typeof step === "object" ? { ...step, isRemoved: true } : step);

async function askForName(asking: Asking, title: string, entry: Entry, key: string): Promise<string | undefined> {
  const prompt = message("editServer.newName", "The name");
  const reply = await asking.text({
    title,
    prompt,
    value: "",
    check: (name) => fieldProblem(withTyped(entry, [key, name.trim()], ""), [key, name.trim()]),
  });
  return reply.kind === "value" ? reply.value.trim() : undefined;
}

/** Asks for one value of a map. An empty one is a value here; the button takes a name out. */
async function askForValue(
  asking: Asking,
  title: string,
  entry: Entry,
  [key, name]: [string, string],
): Promise<Entry | undefined> {
  const map = entry[key];
  const before = isObject(map) ? map[name] : undefined;
  const next = (text: string) => withTyped(entry, [key, name], text === String(before) ? before : text);
  const reply = await asking.text({
    title,
    prompt: message("editServer.valueOf", "The value of {name}", { name }),
    value: before === undefined ? "" : String(before),
    password: isLiteralSecret(entry, [key, name]),
    check: (text) => fieldProblem(next(text), [key, name]),
  });
  return reply.kind === "value" ? next(reply.value) : undefined;
}
