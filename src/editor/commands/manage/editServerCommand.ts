import * as vscode from "vscode";
import {
  type FormField,
  fieldProblem,
  formChanges,
  formConfig,
  formFields,
  isLiteralSecret,
  shownMap,
  typedAs,
  typedValue,
  withTyped,
} from "../../../core/config/changes/entryForm";
import { goesElsewhere, plannedEdit, runsTheSame, writtenName } from "../../../core/config/changes/plannedChanges";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { isObject } from "../../../protocol/isObject";
import { message, nameOfServer } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import { serversIn } from "../../settings/writtenSettings";
import { itemText } from "../../ui/plainText";
import { askChoice, askText, type ChoiceItem } from "../../ui/quickInput";
import type { CommandPorts } from "../commandPorts";
import { carriedApprovals, carriedConsent } from "./carried";
import { managedServer } from "./managedServer";
import { ServerChanges } from "./serverChanges";

type Entry = Readonly<Record<string, unknown>>;
type Step =
  | { readonly kind: "field"; readonly field: FormField }
  | { readonly kind: "save" }
  | { readonly kind: "open" };

/** Shows the values of an entry and lets the person change them, one by one, until they are saved all at once. */
export function editServerCommand(ports: CommandPorts): Pick<Commands, "mcpHub.editServer"> {
  const { settings } = ports;
  const changes = new ServerChanges(ports);
  return {
    "mcpHub.editServer": async (argument) => {
      const title = message("command.editServer", "Edit Server");
      const server = await managedServer(ports, argument, title);
      if (!server) return;
      const before = serversIn(server)[writtenName(server)];
      if (!isObject(before)) return settings.openAt(server.id);
      const edited = await edit(`${title}: ${nameOfServer(server.id)}`, before);
      if (edited === "open") return settings.openAt(server.id);
      if (!edited) return;
      const config = formConfig(edited);
      const made = formChanges(before, edited);
      const isElsewhere = config !== undefined && goesElsewhere(server, config);
      await changes.make(server, (files) => plannedEdit(server, files, made, config), {
        done: () => savedText(server, isElsewhere),
        // Where it reaches another place, the person is asked again for all of it.
        following: ({ server: after }) => [
          ...(after && !isElsewhere ? [carriedConsent(ports, server, after)] : []),
          ...(after && runsTheSame(server, after) ? carriedApprovals(ports, server, after) : []),
        ],
      });
    },
  };
}

/** The entry as it is to be; "open" to change it in the settings instead, `undefined` after a cancel or without a change. */
async function edit(title: string, before: Entry): Promise<Entry | "open" | undefined> {
  let entry = before;
  let active: string | undefined;
  for (;;) {
    const isChanged = formChanges(before, entry).length > 0;
    const items = steps(entry, isChanged);
    const first = items.find(({ value }) => value.kind === "field" && value.field.key === active);
    const placeholder = message("editServer.choose", "Select a value to change");
    const reply = await askChoice({ title, placeholder }, items, first?.value);
    if (reply.kind !== "value") return undefined;
    if (reply.value.kind === "open") return "open";
    if (reply.value.kind === "save") return entry;
    const { field } = reply.value;
    active = field.key;
    entry = (await (field.kind === "map" ? editMap(title, entry, field) : editValue(title, entry, field))) ?? entry;
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
async function editValue(title: string, entry: Entry, field: FormField): Promise<Entry | undefined> {
  const { key, kind, label } = field;
  if (kind === "switch") {
    const items = [true, false].map((value) => ({ label: String(value), value }));
    const reply = await askChoice({ title, placeholder: label }, items, entry[key] === true);
    return reply.kind === "value" ? withTyped(entry, [key], reply.value) : undefined;
  }
  const next = (text: string) => withTyped(entry, [key], typedValue(kind, text));
  const reply = await askText({
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
async function editMap(title: string, before: Entry, { key, label }: FormField): Promise<Entry | undefined> {
  let entry = before;
  for (;;) {
    const names = shownMap(entry, key).map(
      ({ name, shown }): ChoiceItem<MapStep> => ({
        label: itemText(name, 100),
        description: itemText(shown, 200),
        buttons: [removeButton()],
        value: { name },
      }),
    );
    const items: ChoiceItem<MapStep>[] = [
      ...names,
      { label: `$(add) ${message("editServer.add", "Add…")}`, value: "add" },
      { label: `$(arrow-left) ${message("editServer.back", "Back")}`, value: "done" },
    ];
    const reply = await askChoice<MapStep>({ title, placeholder: label, pressed: removed }, items);
    if (reply.kind !== "value" || reply.value === "done") return entry;
    const step = reply.value;
    if (step !== "add" && step.isRemoved) {
      entry = withTyped(entry, [key, step.name], undefined);
      continue;
    }
    const name = step === "add" ? await askForName(title, entry, key) : step.name;
    if (name !== undefined) entry = (await askForValue(title, entry, [key, name])) ?? entry;
  }
}

const removed = (step: MapStep): MapStep => (typeof step === "object" ? { ...step, isRemoved: true } : step);

const removeButton = (): vscode.QuickInputButton => ({
  iconPath: new vscode.ThemeIcon("trash"),
  tooltip: message("button.remove", "Remove"),
});

async function askForName(title: string, entry: Entry, key: string): Promise<string | undefined> {
  const prompt = message("editServer.newName", "The name");
  const reply = await askText({
    title,
    prompt,
    value: "",
    check: (name) => fieldProblem(withTyped(entry, [key, name.trim()], ""), [key, name.trim()]),
  });
  return reply.kind === "value" ? reply.value.trim() : undefined;
}

/** Asks for one value of a map. An empty one is a value here; the button takes a name out. */
async function askForValue(title: string, entry: Entry, [key, name]: [string, string]): Promise<Entry | undefined> {
  const map = entry[key];
  const before = isObject(map) ? map[name] : undefined;
  const next = (text: string) => withTyped(entry, [key, name], text === String(before) ? before : text);
  const reply = await askText({
    title,
    prompt: message("editServer.valueOf", "The value of {name}", { name }),
    value: before === undefined ? "" : String(before),
    password: isLiteralSecret(entry, [key, name]),
    check: (text) => fieldProblem(next(text), [key, name]),
  });
  return reply.kind === "value" ? next(reply.value) : undefined;
}

function savedText({ id: server }: ServerDefinition, isElsewhere: boolean): string {
  const done = message("editServer.saved", '"{server}" was changed.', { server });
  return isElsewhere
    ? `${done} ${message("editServer.elsewhere", "It reaches another place now, so the hub asks again for what it needs.")}`
    : done;
}
