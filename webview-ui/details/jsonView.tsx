import { useMemo, useState } from "preact/hooks";
import { message } from "../../src/protocol/message";
import { prettyJson } from "../../src/protocol/prettyJson";
import { Icon } from "../icon";
import { Marked } from "../marked";
import { bytes } from "../time";
import { childrenOf, type JsonChild, type JsonNode, rootNode } from "./jsonNodes";
import { LongText } from "./longText";

/** How many children are drawn at once, and with each "more". */
const childrenShown = 100;
/** Beyond this depth, text is shown as it is. */
const depthLimit = 40;
/** Values up to this size are open from the start, in characters. */
const openLimit = 3000;
/** How much of a text is searched for whether to open it, in characters. */
const searchedLimit = 200_000;
/** Values inside of lines are cut here, in characters. */
const valueLimit = 600;

interface JsonViewProps {
  readonly text: string;
  readonly search: string;
  /** Names the value for the two buttons. */
  readonly label: string;
}

/** A JSON text as a tree that folds, or as it is. Only what is open is drawn. A text that is not JSON is shown as it is. */
export function JsonView({ text, search, label }: JsonViewProps) {
  const [raw, setRaw] = useState(false);
  const root = useMemo(() => rootNode(text), [text]);
  if (!root) return <Raw text={text} search={search} />;
  return (
    <div class="json-view">
      <fieldset class="views" aria-label={message("page.jsonView.viewOfLabel", "View of {label}", { label })}>
        <button type="button" class="view" aria-pressed={!raw} onClick={() => setRaw(false)}>
          {message("page.jsonView.tree", "Tree")}
        </button>
        <button type="button" class="view" aria-pressed={raw} onClick={() => setRaw(true)}>
          {message("page.jsonView.text", "Text")}
        </button>
      </fieldset>
      {raw ? (
        <Raw text={text.length <= searchedLimit ? prettyJson(text) : text} search={search} />
      ) : (
        <JsonTree text={text} root={root} search={search} />
      )}
    </div>
  );
}

/** The value `root` of a JSON text as a tree that folds. Only what is open is drawn. */
export const JsonTree = ({ text, root, search }: { text: string; root: JsonNode; search: string }) => (
  <div class="tree">
    <Branch text={text} child={{ node: root }} depth={0} search={search} />
  </div>
);

function Raw({ text, search }: { text: string; search: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard
    <pre tabIndex={0}>
      <LongText text={text} search={search} />
    </pre>
  );
}

interface BranchProps {
  readonly text: string;
  readonly child: JsonChild;
  readonly depth: number;
  readonly search: string;
}

function Branch({ text, child: { key, node }, depth, search }: BranchProps) {
  const [toggled, setToggled] = useState<boolean>();
  const [shown, setShown] = useState(childrenShown);
  const name = key === undefined ? "" : <Key name={key} search={search} />;
  if (node.kind === "value")
    return (
      <div class="leaf">
        {name}
        <span class={valueClass(text, node)}>
          <LongText text={text.slice(node.from, node.to)} search={search} limit={valueLimit} />
        </span>
      </div>
    );
  if (depth >= depthLimit)
    return (
      <div class="leaf">
        {name}
        <LongText text={text.slice(node.from, node.to)} search={search} limit={valueLimit} />
      </div>
    );
  const size = node.to - node.from;
  const open = toggled ?? (depth === 0 || size <= openLimit || holds(text, node, search));
  return (
    <div>
      <button type="button" class="fold" aria-expanded={open} onClick={() => setToggled(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        {name}
        <span class="quiet">{summary(text, node, open)}</span>
      </button>
      {open && (
        <Children
          text={text}
          node={node}
          depth={depth}
          search={search}
          shown={shown}
          more={() => setShown(shown * 4)}
        />
      )}
    </div>
  );
}

interface ChildrenProps extends Omit<BranchProps, "child"> {
  readonly node: JsonNode;
  readonly shown: number;
  readonly more: () => void;
}

function Children({ text, node, depth, search, shown, more }: ChildrenProps) {
  const { items, next } = useMemo(() => childrenOf(text, node, shown), [text, node.from, shown]);
  return (
    <div class="branch">
      {items.map((child) => (
        <Branch key={child.node.from} text={text} child={child} depth={depth + 1} search={search} />
      ))}
      {next !== undefined && (
        <button type="button" class="link" onClick={more}>
          {message("page.jsonView.showMoreToLeft", "Show more ({to} left)", { to: bytes(node.to - next) })}
        </button>
      )}
    </div>
  );
}

const Key = ({ name, search }: { name: string; search: string }) => (
  <span class="key">
    <Marked text={name.slice(0, valueLimit)} search={search} />:{" "}
  </span>
);

function summary(text: string, node: JsonNode, open: boolean): string {
  const [first, last] = node.kind === "object" ? "{}" : "[]";
  if (open) return first ?? "";
  const { items } = childrenOf(text, node, 1);
  return items.length === 0 ? `${first}${last}` : `${first}…${last} ${bytes(node.to - node.from)}`;
}

function valueClass(text: string, { from }: JsonNode): string {
  if (text[from] === '"') return "string";
  return /[-\d]/.test(text[from] ?? "") ? "number" : "word";
}

function holds(text: string, { from, to }: JsonNode, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return wanted !== "" && to - from <= searchedLimit && text.slice(from, to).toLowerCase().includes(wanted);
}
