import { useMemo, useState } from "preact/hooks";
import type { ResultPart } from "../../../src/protocol/callPageMessages";
import { message } from "../../../src/protocol/message";
import { Icon } from "../../icon";
import { type Json, parseJson, writeJson } from "../json/exactJson";
import { visible } from "../visible";
import { JsonText } from "./jsonText";
import { MarkdownView } from "./markdownView";
import { tableOf } from "./tableOf";
import { TableView } from "./tableView";
import { WrappedText } from "./wrappedText";

interface PartProps {
  readonly part: ResultPart;
  readonly open: () => void;
  readonly copy: (text: string) => void;
}

const icons = { image: "file-media", audio: "unmute", file: "file", link: "link" } as const;

/** One part of a result, by its type. */
export function Part(props: PartProps) {
  const { part, open } = props;
  const role = part.role && (
    <p class="role">
      {part.role === "user" ? message("page.partView.user", "User") : message("page.partView.assistant", "Assistant")}
    </p>
  );
  if (part.kind === "text")
    return (
      <div class="part">
        {role}
        <TextPart {...props} part={part} />
      </div>
    );
  const { kind, about } = part;
  const name = visible(part.name);
  return (
    <div class="part">
      {role}
      {kind === "image" && part.source !== undefined && (
        <button
          type="button"
          class="picture"
          aria-label={message("page.partView.openName", "Open {name}", { name })}
          title={message("page.partView.openName", "Open {name}", { name })}
          onClick={open}
        >
          <img src={part.source} alt={name} />
        </button>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: audio from a tool has no captions */}
      {kind === "audio" && part.source !== undefined && <audio controls preload="metadata" src={part.source} />}
      <div class="row">
        <button type="button" class="action" onClick={open}>
          <Icon name={icons[kind]} /> {name}
        </button>
        <span class="quiet">{visible(about)}</span>
      </div>
    </div>
  );
}

type View = "table" | "json" | "markdown" | "text";
const viewLabels = {
  table: message("page.partView.table", "Table"),
  json: message("page.partView.tree", "Tree"),
  markdown: message("page.partView.markdown", "Markdown"),
  text: message("page.partView.text", "Text"),
} as const;

function TextPart({ part, open, copy }: PartProps & { part: Extract<ResultPart, { kind: "text" }> }) {
  const { text, language, cut } = part;
  const value = useMemo(() => (language === "json" ? read(text) : undefined), [text, language]);
  const table = useMemo(() => (value === undefined ? undefined : tableOf(value)), [value]);
  const views: readonly View[] = [
    ...(table ? (["table"] as const) : []),
    ...(value === undefined ? [] : (["json"] as const)),
    ...(cut || value !== undefined ? [] : (["markdown"] as const)),
    "text",
  ];
  const [view, setView] = useState<View>(
    table ? "table" : value !== undefined ? "json" : language === "markdown" ? "markdown" : "text",
  );
  const name = part.name === undefined ? message("page.partView.result", "Result") : visible(part.name);
  const pretty = value === undefined ? text : writeJson(value, 2);
  return (
    <>
      <div class="row part-bar">
        {part.name !== undefined && <span class="name">{name}</span>}
        {part.about !== undefined && <span class="quiet">{visible(part.about)}</span>}
        {views.length > 1 &&
          views.map((one) => (
            <button type="button" class="small" key={one} aria-pressed={one === view} onClick={() => setView(one)}>
              {viewLabels[one]}
            </button>
          ))}
        <button
          type="button"
          class="small"
          aria-label={message("page.partView.copyThisPart", "Copy this part")}
          title={message("page.partView.copy", "Copy")}
          onClick={() => copy(pretty)}
        >
          <Icon name="copy" />
        </button>
        <button
          type="button"
          class="small"
          aria-label={message("page.partView.openThisPartInAn", "Open this part in an editor")}
          title={message("page.partView.openInAnEditor", "Open in an editor")}
          onClick={open}
        >
          <Icon name="go-to-file" />
        </button>
      </div>
      {view === "table" && table ? (
        <TableView table={table} label={name} />
      ) : view === "json" ? (
        <JsonText text={text} label={name} />
      ) : view === "markdown" ? (
        <MarkdownView text={text} />
      ) : (
        <WrappedText text={pretty} />
      )}
      {cut && (
        <p class="quiet">
          {message(
            "page.partView.thisIsOnlyTheBeginning",
            "This is only the beginning. Open it in an editor to see all of it.",
          )}
        </p>
      )}
    </>
  );
}

function read(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined; // masked or nested too deeply: it is shown as text
  }
}
