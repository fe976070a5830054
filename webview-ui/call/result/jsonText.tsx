import { useMemo } from "preact/hooks";
import { rootNode } from "../../details/jsonNodes";
import { JsonTree } from "../../details/jsonView";
import { visible } from "../visible";
import { WrappedText } from "./wrappedText";

/** JSON that folds; a single value, or a text that is not JSON, as it is. */
export function JsonText({ text, label }: { text: string; label: string }) {
  const shown = useMemo(() => visible(text), [text]);
  const root = useMemo(() => rootNode(shown), [shown]);
  if (!root) return <WrappedText text={text} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: the label is that of the text
    <div class="json" tabIndex={0} role="group" aria-label={label}>
      <JsonTree text={shown} root={root} search="" />
    </div>
  );
}
