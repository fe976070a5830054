import { useMemo } from "preact/hooks";
import { LongText } from "../../details/longText";
import { visible } from "../visible";

/** How much of a text is shown before the person wants all of it, in characters. */
const shownLimit = 20_000;

/** Text of a server, wrapped, in which nothing is hidden. */
export function WrappedText({ text }: { text: string }) {
  const shown = useMemo(() => visible(text), [text]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard
    <pre tabIndex={0}>
      <LongText text={shown} search="" limit={shownLimit} />
    </pre>
  );
}
