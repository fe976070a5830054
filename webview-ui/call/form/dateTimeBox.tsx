import { message } from "../../../src/protocol/message";
import { visible } from "../visible";
import { localOf, textOf } from "./dateTime";
import { inputProps, type ScalarProps } from "./scalarField";

/** A date and time as text, which holds whatever is sent, and beside it an input to pick one on the clock of this machine. */
export function DateTimeBox(props: ScalarProps & { text: string; placeholder: string; type: (typed: string) => void }) {
  const { name, text, placeholder, type } = props;
  return (
    <div class="row">
      <input
        {...inputProps(props)}
        type="text"
        spellcheck={false}
        value={text}
        placeholder={placeholder}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
      <input
        type="datetime-local"
        step={1}
        aria-label={message("page.dateTimeBox.pick", "Pick {name}", { name: visible(name) })}
        title={message("page.dateTimeBox.pickOnTheClock", "Pick a date and time on the clock of this machine")}
        value={localOf(text)}
        // Nothing is picked while a part of it is missing.
        onInput={({ currentTarget: { value } }) => value !== "" && type(textOf(value))}
      />
    </div>
  );
}
