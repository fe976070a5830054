import { useState } from "preact/hooks";
import type { OpenedCall } from "../../src/protocol/callPageMessages";
import { Icon } from "../icon";
import { JsonText } from "./result/jsonText";
import { visible } from "./visible";

const kinds = { tool: "Tool", prompt: "Prompt", resource: "Resource", template: "Resource template" } as const;
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
        {kinds[target.kind]} of {visible(server)}
        {hints.length > 0 && ` · ${visible(hints.join(", "))}`}
      </p>
      {changed !== undefined && (
        <p class="warning" role="status">
          <Icon name="warning" /> {changed}{" "}
          <button type="button" class="action" onClick={review}>
            Review change
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
          {isWhole ? "Show less" : "Show all"}
        </button>
      )}
      <Schema label="Input schema" json={opened.schema} />
      {opened.outputSchema !== undefined && <Schema label="Output schema" json={opened.outputSchema} />}
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
