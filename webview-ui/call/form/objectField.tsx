import { useState } from "preact/hooks";
import { message } from "../../../src/protocol/message";
import { Icon } from "../../icon";
import { isJsonObject, type Json } from "../json/exactJson";
import { visible } from "../visible";
import { withTouch, withValue } from "./draft";
import { FieldView, type ShownProps } from "./fieldView";
import { startValue } from "./startValue";

/** The fields of an object, the required ones first, and of properties with other names. */
export function ObjectField({ form, field, path, value }: ShownProps) {
  const object = isJsonObject(value) ? value : {};
  if (field.input.kind !== "object") return null;
  const { properties, required, others, patterns } = field.input.members;
  const known = new Set(properties.map(([name]) => name));
  const extra = Object.keys(object).filter((name) => !known.has(name));
  const sorted = properties.toSorted(([a], [b]) => Number(required.has(b)) - Number(required.has(a)));
  const takesNothing = path.length === 0 && properties.length === 0 && field.schema.additionalProperties === undefined;
  const schemaOf = (name: string): Json => {
    const pattern = Object.keys(patterns).find((one) => matches(one, name));
    return (pattern === undefined ? undefined : patterns[pattern]) ?? others ?? {};
  };
  const view = (name: string, schema: Json, isRequired: boolean) => (
    <FieldView
      key={name}
      form={form}
      schema={schema}
      path={[...path, name]}
      name={name}
      value={Object.hasOwn(object, name) ? object[name] : undefined}
      required={isRequired}
      {...(!isRequired && {
        remove: {
          label: message("page.objectField.leaveOut", "Leave out"),
          run: () => form.change((draft) => withValue(draft, [...path, name], undefined)),
        },
      })}
    />
  );
  return (
    <div class="members">
      {takesNothing && extra.length === 0 && (
        <p class="quiet">{message("page.objectField.itTakesNoArguments", "It takes no arguments.")}</p>
      )}
      {sorted.map(([name, schema]) => view(name, schema, required.has(name)))}
      {extra.map((name) => view(name, schemaOf(name), false))}
      {!takesNothing && (others !== undefined || Object.keys(patterns).length > 0) && (
        <NewProperty
          taken={(name) => Object.hasOwn(object, name) || known.has(name)}
          add={(name) =>
            form.change((draft) =>
              withTouch(withValue(draft, [...path, name], startValue(schemaOf(name), draft.root) ?? ""), [
                ...path,
                name,
              ]),
            )
          }
        />
      )}
    </div>
  );
}

/** Asks for the name of a further property. */
function NewProperty({ taken, add }: { taken: (name: string) => boolean; add: (name: string) => void }) {
  const [name, setName] = useState("");
  const isTaken = taken(name);
  const submit = () => {
    if (name === "" || isTaken) return;
    add(name);
    setName("");
  };
  return (
    <div class="row">
      <input
        type="text"
        aria-label={message("page.objectField.nameOfANewProperty", "Name of a new property")}
        placeholder={message("page.objectField.newProperty", "New property")}
        value={name}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          submit();
        }}
      />
      <button type="button" class="action" disabled={name === "" || isTaken} onClick={submit}>
        <Icon name="add" /> {message("page.objectField.add", "Add")}
      </button>
      {isTaken && (
        <span class="quiet">
          {message("page.objectField.nameIsThereAlready", "{name} already exists.", { name: visible(name) })}
        </span>
      )}
    </div>
  );
}

/** Only patterns that cannot take long are tried: a pattern of a server's could keep the page busy for minutes. */
function matches(pattern: string, name: string): boolean {
  if (pattern.length > 100 || name.length > 200 || /[*+}].*[*+{]/.test(pattern)) return false;
  try {
    return new RegExp(pattern, "u").test(name);
  } catch {
    return false;
  }
}
