import { useState } from "preact/hooks";
import { message } from "../../../src/protocol/message";
import { Icon } from "../../icon";
import { isJsonList, type Json, writeJson } from "../json/exactJson";
import { visible } from "../visible";
import { withValue } from "./draft";
import type { Choice, Items } from "./field";
import { fieldOf } from "./field";
import { FieldView, type ShownProps } from "./fieldView";
import { moved, pathKey } from "./path";
import { startValue } from "./startValue";

/** How many items are drawn at first: each is a form of its own. */
const drawn = 50;

/** The items of a list: chosen from a few, or one form each. */
export function ListField(props: ShownProps) {
  const { field, value } = props;
  if (field.input.kind !== "list") return null;
  const { items } = field.input;
  const list = isJsonList(value) ? value : [];
  const { choices } = items;
  const texts = list.map((item) => writeJson(item));
  const isChosen =
    choices &&
    new Set(texts).size === texts.length &&
    texts.every((text) => choices.some((one) => writeJson(one.value) === text));
  return isChosen ? (
    <Choices {...props} list={list} choices={choices} />
  ) : (
    <EachItem {...props} list={list} items={items} />
  );
}

function Choices({ form, path, list, choices }: ShownProps & { list: readonly Json[]; choices: readonly Choice[] }) {
  const id = `field${pathKey(path)}`;
  const has = ({ value }: Choice) => list.some((item) => writeJson(item) === writeJson(value));
  const toggle = (choice: Choice) =>
    form.change((draft) => {
      const without = list.filter((item) => writeJson(item) !== writeJson(choice.value));
      return withValue(draft, path, has(choice) ? without : [...list, choice.value]);
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: the name stands outside, beside its buttons
    <div class="choices" role="group" aria-labelledby={`${id}-name`}>
      {choices.map((choice, at) => (
        <label key={choice.label}>
          <input id={at === 0 ? id : undefined} type="checkbox" checked={has(choice)} onChange={() => toggle(choice)} />{" "}
          {visible(choice.label)}
        </label>
      ))}
    </div>
  );
}

function EachItem({ form, path, name, list, items, schema }: ShownProps & { list: readonly Json[]; items: Items }) {
  const [limit, setLimit] = useState(drawn);
  const { root } = form.draft;
  const own = (at: number) => items.first[at] ?? items.others;
  const next = own(list.length);
  const change = (to: readonly Json[]) => form.change((draft) => withValue(draft, path, to));
  const add = () => change([...list, startValue(next, root) ?? emptyOf(next, root)]);
  const bound = fieldOf(schema, root).schema.maxItems;
  return (
    <div class="members">
      {list.slice(0, limit).map((item, at) => (
        <div class="item" key={at}>
          <FieldView
            form={form}
            schema={own(at)}
            path={[...path, at]}
            name={`${name} ${at + 1}`}
            value={item}
            required
            remove={{
              label: message("page.listField.remove", "Remove"),
              run: () => change(list.filter((_, one) => one !== at)),
            }}
          />
          {at > 0 && (
            <button
              type="button"
              class="small up"
              aria-label={message("page.listField.moveNameAtUp", "Move {name} {at} up", {
                name: visible(name),
                at: at + 1,
              })}
              title={message("page.listField.moveUp", "Move up")}
              onClick={() => change(moved(list, at, at - 1))}
            >
              <Icon name="arrow-up" />
            </button>
          )}
        </div>
      ))}
      {list.length > limit && (
        <button type="button" class="link" onClick={() => setLimit(limit + drawn)}>
          {message("page.listField.showDrawnMoreOfList", "Show {drawn} more of {list} items", {
            drawn: Math.min(drawn, list.length - limit),
            list: list.length,
          })}
        </button>
      )}
      {next !== false && !(typeof bound === "number" && list.length >= bound) && (
        <button type="button" class="action" id={`field${pathKey(path)}`} onClick={add}>
          <Icon name="add" /> {message("page.listField.addItem", "Add item")}
          <span class="unseen"> {message("page.listField.toName", "to {name}", { name: visible(name) })}</span>
        </button>
      )}
    </div>
  );
}

/** A new item that says nothing yet. */
function emptyOf(schema: Json, root: FormRoot): Json {
  const { input, nullable } = fieldOf(schema, root);
  if (nullable) return null;
  switch (input.kind) {
    case "number":
      return 0;
    case "boolean":
      return false;
    case "choice":
      return input.choices[0]?.value ?? null;
    case "union":
      return startValue(input.options[0]?.schema, root) ?? emptyOf(input.options[0]?.schema ?? {}, root);
    case "any":
      return null;
    default:
      return "";
  }
}

type FormRoot = Parameters<typeof startValue>[1];
