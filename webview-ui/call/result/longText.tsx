import { useState } from "preact/hooks";
import { message, textLanguage } from "../../../src/protocol/message";
import { visible } from "../visible";

/** A longer text is cut until the person wants all of it. Characters. */
const longText = 20_000;

/** Text as it is, wrapped. */
export function LongText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > longText && !isWhole;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard */}
      <pre tabIndex={0}>{visible(isCut ? text.slice(0, longText) : text)}</pre>
      {isCut && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          {message("page.longText.showAllTextCharacters", "Show all {text} characters", {
            text: text.length.toLocaleString(textLanguage()),
          })}
        </button>
      )}
    </>
  );
}
