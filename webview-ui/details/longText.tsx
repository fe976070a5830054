import { useState } from "preact/hooks";
import { message, textLanguage } from "../../src/protocol/message";
import { Marked } from "../marked";

/** The most characters of a text that are shown before somebody asks for more. */
export const shownCharacters = 5000;

/** Untrusted text. Of a long one, the beginning, until somebody wants all of it. */
export function LongText({ text, search, limit = shownCharacters }: { text: string; search: string; limit?: number }) {
  const [all, setAll] = useState(false);
  if (all || text.length <= limit) return <Marked text={text} search={search} />;
  return (
    <>
      <Marked text={`${text.slice(0, limit)}…`} search={search} />{" "}
      <button type="button" class="link" onClick={() => setAll(true)}>
        {message("page.longText.showAllTextCharacters2", "Show all ({text} characters)", {
          text: text.length.toLocaleString(textLanguage()),
        })}
      </button>
    </>
  );
}
