import { useEffect, useState } from "preact/hooks";
import { message } from "../../../src/protocol/message";
import { writeJson } from "../json/exactJson";
import { visible } from "../visible";
import { afterClick } from "./afterClick";
import { DateTimeBox } from "./dateTimeBox";
import { withTouch, withTyped, withValue } from "./draft";
import type { ShownProps } from "./fieldView";
import { FileField } from "./fileField";
import { pathKey } from "./path";
import { typedText } from "./scalarText";

/** The most lines of a box before it scrolls. */
const mostLines = 12;

export interface ScalarProps extends ShownProps {
  readonly id: string;
  readonly isWrong: boolean;
}

/** One box, list or button for a value without parts. */
export function ScalarField(props: ScalarProps) {
  const { field, value } = props;
  switch (field.input.kind) {
    case "boolean":
      return <Select {...props} choices={[true, false].map((one) => ({ value: one, label: String(one) }))} />;
    case "null":
      return <Select {...props} choices={[{ value: null, label: "null" }]} />;
    case "choice":
      return <Select {...props} choices={field.input.choices} />;
    case "file":
      return value === null ? <NullBox {...props} /> : <FileField {...props} />;
    default:
      return value === null && field.input.kind !== "any" ? <NullBox {...props} /> : <Box {...props} />;
  }
}

/** What every input has: its texts for screen readers, and that the person has come to it. */
export const inputProps = ({ id, isWrong, required, form, path, field }: ScalarProps) => ({
  id,
  "aria-invalid": isWrong,
  "aria-required": required,
  "aria-describedby": `${field.title + field.description === "" ? "" : `${id}-about `}${id}-problems`,
  onBlur: () => afterClick(() => form.change((draft) => withTouch(draft, path))),
});

const NullBox = (props: ScalarProps) => (
  <input type="text" class="is-null" {...inputProps(props)} value="null" readOnly />
);

function Select(
  props: ScalarProps & { readonly choices: readonly { value: Parameters<typeof writeJson>[0]; label: string }[] },
) {
  const { form, path, value, required, choices, field } = props;
  const chosen =
    value === undefined ? "" : String(choices.findIndex((one) => writeJson(one.value) === writeJson(value)));
  const isNull = value === null && field.input.kind !== "null" && chosen === "-1";
  return (
    <select
      {...inputProps(props)}
      value={isNull ? "null" : chosen}
      onChange={({ currentTarget }) => {
        const choice = choices[Number(currentTarget.value)];
        form.change((draft) => withValue(draft, path, currentTarget.value === "" ? undefined : choice?.value));
      }}
    >
      {(value === undefined || !required) && (
        <option value="">
          {required ? message("page.scalarField.choose", "Choose…") : message("page.scalarField.notSent", "Not sent")}
        </option>
      )}
      {isNull && <option value="null">null</option>}
      {choices.map(({ label }, at) => (
        <option key={at} value={String(at)}>
          {visible(label)}
        </option>
      ))}
    </select>
  );
}

function Box(props: ScalarProps) {
  const { form, path, field, value, required } = props;
  const { input } = field;
  const unread = form.draft.unread.get(pathKey(path));
  const text = unread?.text ?? typedText(input, value);
  const type = (typed: string) => form.change((draft) => withTyped(draft, path, input, typed, required));
  const placeholder = value === undefined && !required ? message("page.scalarField.notSent", "Not sent") : "";
  if (input.kind === "number")
    return (
      <input
        {...inputProps(props)}
        type="text"
        inputMode="decimal"
        value={text}
        placeholder={placeholder}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    );
  const isDay = input.kind === "text" && input.format === "date" && /^(\d{4}-\d\d-\d\d)?$/.test(text);
  if (isDay)
    return (
      <input
        {...inputProps(props)}
        type="date"
        value={text}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    );
  if (input.kind === "text" && input.format === "date-time")
    return <DateTimeBox {...props} text={text} placeholder={placeholder} type={type} />;
  if (form.complete && input.kind === "text") return <Completed {...props} text={text} type={type} />;
  return (
    <textarea
      {...inputProps(props)}
      class={input.kind === "any" ? "code" : ""}
      rows={Math.min(mostLines, Math.max(input.kind === "any" ? 2 : 1, text.split("\n").length))}
      value={text}
      spellcheck={false}
      placeholder={placeholder}
      onInput={({ currentTarget }) => type(currentTarget.value)}
    />
  );
}

/** How long a text rests before the server is asked what it proposes, in milliseconds. */
const restMs = 200;

/** A box with what the server proposes. */
function Completed(props: ScalarProps & { text: string; type: (typed: string) => void }) {
  const { form, name, id, text, type } = props;
  const [proposed, setProposed] = useState<readonly string[]>([]);
  const [isHere, setHere] = useState(false);
  useEffect(() => {
    if (!isHere) return;
    let gone = false;
    const timer = setTimeout(() => {
      form.complete?.(name, text).then(
        (values) => !gone && setProposed(values),
        () => undefined, // without proposals, the person writes it all
      );
    }, restMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text, isHere]);
  return (
    <>
      <input
        {...inputProps(props)}
        type="text"
        list={`${id}-proposed`}
        autocomplete="off"
        value={text}
        onFocus={() => setHere(true)}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
      <datalist id={`${id}-proposed`}>
        {proposed.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
