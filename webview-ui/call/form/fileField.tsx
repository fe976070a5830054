import { useState } from "preact/hooks";
import { message, textLanguage } from "../../../src/protocol/message";
import { withTyped, withValue } from "./draft";
import { inputProps, type ScalarProps } from "./scalarField";

/** The largest file that is sent as an argument, in bytes. */
const sizeLimit = 8 * 1024 * 1024;

/** Bytes as base64: from a file, or pasted. */
export function FileField(props: ScalarProps) {
  const { form, path, field, value, required } = props;
  const [note, setNote] = useState("");
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > sizeLimit)
      return setNote(message("page.fileField.nameIsLargerThan8", "{name} is larger than 8 MB.", { name: file.name }));
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = "";
    // In pieces: a call takes only so many arguments.
    for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    setNote(
      message("page.fileField.nameSizeBytes", "{name}, {size} bytes", {
        name: file.name,
        size: file.size.toLocaleString(textLanguage()),
      }),
    );
    form.change((draft) => withValue(draft, path, btoa(binary)));
  };
  return (
    <div class="row">
      <input
        type="file"
        aria-label={message("page.fileField.chooseAFile", "Choose a file")}
        onChange={({ currentTarget }) => void read(currentTarget.files?.[0]).catch((error) => setNote(String(error)))}
      />
      <input
        {...inputProps(props)}
        type="text"
        placeholder={message("page.fileField.base64", "base64")}
        value={typeof value === "string" ? value : ""}
        onInput={({ currentTarget }) =>
          form.change((draft) => withTyped(draft, path, field.input, currentTarget.value, required))
        }
      />
      {note !== "" && <span class="quiet">{note}</span>}
    </div>
  );
}
