import type { ComponentChildren } from "preact";
import { message } from "../../../src/protocol/message";
import { Icon } from "../../icon";
import { visible } from "../visible";
import { chosenOption } from "./chosenOption";
import { problemsAt, withPick, withValue } from "./draft";
import { type Field, fieldOf } from "./field";
import type { FieldProps } from "./formPort";
import { ListField } from "./listField";
import { ObjectField } from "./objectField";
import { pathKey } from "./path";
import { ScalarField } from "./scalarField";
import { shows } from "./scalarText";
import { converted, startValue } from "./startValue";

/** A value with its name, what is said of it, its input, and what is wrong with it. */
export function FieldView(props: FieldProps) {
  const { form, schema, value } = props;
  const field = fieldOf(schema, form.draft.root);
  const { input } = field;
  if (!shows(input, value) && value !== null) return <Unshown {...props} field={field} />;
  if (input.kind === "union") return <UnionField {...props} field={field} />;
  if (input.kind === "object" || (input.kind === "list" && !input.items.choices))
    return <Nested {...props} field={field} />;
  return <Single {...props} field={field} />;
}

export interface ShownProps extends FieldProps {
  readonly field: Field;
}

/** Texts of a field, and the id by which its input is described. */
function About({ field, id }: { field: Field; id: string }) {
  const words = [field.title, field.description].filter((text) => text !== "").join(": ");
  return (
    <>
      {words !== "" && (
        <p class="about" id={`${id}-about`}>
          {visible(words)}
        </p>
      )}
    </>
  );
}

function Problems({ props: { form, path }, id, whole }: { props: FieldProps; id: string; whole: boolean }) {
  const problems = problemsAt(form.draft, form.mistakes, path, whole);
  return (
    <div id={`${id}-problems`} class="problems" aria-live="polite">
      {problems.map((problem) => (
        <p key={problem}>
          <Icon name="error" /> {visible(problem)}
        </p>
      ))}
    </div>
  );
}

/** The buttons beside a name: `null`, and to take the value away. */
function Actions({ props, field }: { props: FieldProps; field: Field }) {
  const { form, path, name, value, remove } = props;
  const shownName = visible(name);
  const isItem = typeof path.at(-1) === "number";
  const setNull = () => form.change((draft) => withValue(draft, path, value === null && !isItem ? undefined : null));
  return (
    <span class="field-actions">
      {field.nullable && (
        <button
          type="button"
          class="small"
          aria-pressed={value === null}
          aria-label={message("page.fieldView.shownnameIsNull", "{shownName} is null", { shownName })}
          title={
            value === null
              ? message("page.fieldView.itIsNullPressTo", "It is null. Press to enter a value.")
              : message("page.fieldView.sendNull", "Send null")
          }
          onClick={setNull}
        >
          null
        </button>
      )}
      {remove && value !== undefined && (
        <button
          type="button"
          class="small"
          aria-label={`${remove.label} ${shownName}`}
          title={remove.label}
          onClick={remove.run}
        >
          <Icon name="close" />
        </button>
      )}
    </span>
  );
}

const Name = ({ props: { name, required } }: { props: FieldProps }) => (
  <>
    {visible(name)}
    {required && (
      <span class="required" title={message("page.fieldView.required", "Required")}>
        *
      </span>
    )}
  </>
);

function Single(props: ShownProps) {
  const { field, path, form } = props;
  const id = `field${pathKey(path)}`;
  const isGroup = field.input.kind === "list";
  const problems = problemsAt(form.draft, form.mistakes, path, true);
  return (
    <div class={problems.length > 0 ? "field wrong" : "field"}>
      <div class="field-head">
        {isGroup ? (
          <span class="name" id={`${id}-name`}>
            <Name props={props} />
          </span>
        ) : (
          <label class="name" for={id}>
            <Name props={props} />
          </label>
        )}
        {field.hint !== "" && <span class="hint">{visible(field.hint)}</span>}
        <Actions props={props} field={field} />
      </div>
      <About field={field} id={id} />
      {isGroup ? <ListField {...props} /> : <ScalarField {...props} id={id} isWrong={problems.length > 0} />}
      <Problems props={props} id={id} whole />
    </div>
  );
}

/** An object or a list, with its fields indented. */
function Nested(props: ShownProps) {
  const { field, path, value, name, form } = props;
  const id = `field${pathKey(path)}`;
  const add = () =>
    form.change((draft) =>
      withValue(draft, path, startValue(props.schema, draft.root) ?? (field.input.kind === "list" ? [] : {})),
    );
  return (
    <Group props={props} field={field}>
      {value === undefined ? (
        <button type="button" class="action" id={id} onClick={add}>
          <Icon name="add" /> {message("page.fieldView.addName", "Add {name}", { name: visible(name) })}
        </button>
      ) : (
        value !== null && (field.input.kind === "list" ? <ListField {...props} /> : <ObjectField {...props} />)
      )}
    </Group>
  );
}

function Group({ props, field, children }: { props: FieldProps; field: Field; children: ComponentChildren }) {
  const id = `field${pathKey(props.path)}`;
  return (
    <fieldset class="group">
      <legend>
        <Name props={props} />
      </legend>
      <div class="field-head">
        {field.hint !== "" && <span class="hint">{visible(field.hint)}</span>}
        <Actions props={props} field={field} />
      </div>
      <About field={field} id={id} />
      {children}
      <Problems props={props} id={id} whole={false} />
    </fieldset>
  );
}

/** A value of several possible forms: first which one, then its fields. */
function UnionField(props: ShownProps) {
  const { field, form, path, value, name } = props;
  if (field.input.kind !== "union") return null;
  const { options } = field.input;
  const { draft } = form;
  const key = pathKey(path);
  const chosen = value === null ? undefined : chosenOption(options, value, draft.picks.get(key), draft.root);
  const option = chosen === undefined ? undefined : options[chosen];
  const pick = (at: number) => {
    const next = options[at];
    if (next) form.change((draft) => withPick(draft, path, at, converted(value, next.schema, draft.root)));
  };
  return (
    <Group props={props} field={field}>
      <select
        id={`form${key}`}
        aria-label={message("page.fieldView.formOfName", "Form of {name}", { name: visible(name) })}
        value={chosen === undefined ? "" : String(chosen)}
        onChange={({ currentTarget }) => currentTarget.value !== "" && pick(Number(currentTarget.value))}
      >
        {chosen === undefined && (
          <option value="">{value === null ? "null" : message("page.fieldView.chooseAForm", "Choose a form…")}</option>
        )}
        {options.map(({ label }, at) => (
          <option key={at} value={String(at)}>
            {visible(label)}
          </option>
        ))}
      </select>
      {option && (
        <div class="inner">
          <FieldView
            form={form}
            schema={option.schema}
            path={path}
            name={name}
            value={value}
            required={props.required}
          />
        </div>
      )}
    </Group>
  );
}

/** A value that its input cannot show, e.g. a number where a text belongs: it is shown as JSON, and can be put right. */
function Unshown(props: ShownProps) {
  const { field } = props;
  const asJson: Field = {
    ...field,
    input: { kind: "any" },
    hint: message("page.fieldView.thisValueDoesNotFit", "This value does not fit; it is shown as JSON"),
  };
  return <Single {...props} field={asJson} />;
}
