import { useMemo, useState } from "preact/hooks";
import { message, textLanguage } from "../../../src/protocol/message";
import { depthLimit, isJsonList, isJsonObject, type Json, parseJson, writeJson } from "../json/exactJson";
import { visible } from "../visible";
import { LongText } from "./longText";

/** How many members of one value are drawn at first, and how many levels are open. */
const drawn = 100;
const openLevels = 2;
/** A value with more levels is shown as text. */
const levelLimit = Math.min(60, depthLimit);

/** JSON that folds; a text that is not JSON, or nested too deeply, as it is. */
export function JsonText({ text, label }: { text: string; label: string }) {
  const value = useMemo(() => read(text), [text]);
  if (value === undefined) return <LongText text={text} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: the label is that of the text
    <div class="json" tabIndex={0} role="group" aria-label={label}>
      <Node name={undefined} value={value} level={0} />
    </div>
  );
}

function read(text: string): Json | undefined {
  try {
    const value = parseJson(text);
    return isTooDeep(value, levelLimit) ? undefined : value;
  } catch {
    return undefined;
  }
}

const isTooDeep = (value: Json, room: number): boolean => {
  if (typeof value !== "object" || value === null) return false;
  return room === 0 || Object.values(value).some((inner: Json) => isTooDeep(inner, room - 1));
};

function Node({ name, value, level }: { name: string | undefined; value: Json; level: number }) {
  const [isOpen, setOpen] = useState(level < openLevels);
  const [limit, setLimit] = useState(drawn);
  const label = name === undefined ? null : <span class="key">{visible(name)}: </span>;
  if (!isJsonObject(value) && !isJsonList(value))
    return (
      <div class="leaf">
        {label}
        <span class={`value-${value === null ? "null" : typeof value}`}>{visible(writeJson(value))}</span>
      </div>
    );
  const members = Object.entries<Json>(value as { [name: string]: Json });
  const count = isJsonList(value) ? `[${members.length}]` : `{${members.length}}`;
  return (
    <details class="node" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {label}
        <span class="quiet">{count}</span>
      </summary>
      {isOpen &&
        members.slice(0, limit).map(([key, inner]) => <Node key={key} name={key} value={inner} level={level + 1} />)}
      {isOpen && members.length > limit && (
        <button type="button" class="link" onClick={() => setLimit(limit + drawn * 5)}>
          {message("page.jsonText.showMoreOfMembers", "Show more of {members}", {
            members: members.length.toLocaleString(textLanguage()),
          })}
        </button>
      )}
    </details>
  );
}
