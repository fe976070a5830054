import { useState } from "preact/hooks";
import type { OpenedCall } from "../../src/protocol/callPageMessages";
import { message } from "../../src/protocol/message";
import { Icon } from "../icon";
import { JsonText } from "./result/jsonText";
import { visible } from "./visible";

const kinds = {
  tool: message("page.targetHead.tool", "Tool"),
  prompt: message("page.targetHead.prompt", "Prompt"),
  resource: message("page.targetHead.resource", "Resource"),
  template: message("page.targetHead.resourceTemplate", "Resource template"),
} as const;
/** A longer description is folded. */
const longDescription = 400;

/** What is called, of which server, and what that says of it. */
export function TargetHead({ opened, server, review }: { opened: OpenedCall; server: string; review: () => void }) {
  const { target, title, description, hints, changed, off } = opened;
  const [isWhole, setWhole] = useState(false);
  const isLong = description.length > longDescription;
  return (
    <div class="target-head">
      <h1>{visible(title)}</h1>
      <p class="quiet">
        {message("page.targetHead.valueOfServer", "{value} of {server}", {
          value: kinds[target.kind],
          server: visible(server),
        })}
        {hints.length > 0 && ` · ${visible(hints.join(", "))}`}
      </p>
      {changed !== undefined && (
        <p class="warning" role="status">
          <Icon name="warning" /> {changed}{" "}
          <button type="button" class="action" onClick={review}>
            {message("page.targetHead.reviewChange", "Review change")}
          </button>
        </p>
      )}
      {off !== undefined && (
        <p class="warning" role="status">
          <Icon name="warning" /> {visible(off)}
        </p>
      )}
      {description !== "" && (
        <p class="description">
          {visible(isLong && !isWhole ? `${description.slice(0, longDescription)}…` : description)}
        </p>
      )}
      {isLong && (
        <button type="button" class="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? message("page.targetHead.showLess", "Show less") : message("page.targetHead.showAll", "Show all")}
        </button>
      )}
      <Schema label={message("page.targetHead.inputSchema", "Input schema")} json={opened.schema} />
      {opened.outputSchema !== undefined && (
        <Schema label={message("page.targetHead.outputSchema", "Output schema")} json={opened.outputSchema} />
      )}
    </div>
  );
}

/** A schema, drawn only once it is opened. */
function Schema({ label, json }: { label: string; json: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="schema" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{label}</summary>
      {isOpen && <JsonText text={json} label={label} />}
    </details>
  );
}
