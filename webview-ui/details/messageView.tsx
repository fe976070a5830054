import { useEffect, useState } from "preact/hooks";
import { message } from "../../src/protocol/message";
import { wirePreview } from "../../src/protocol/panelMessages";
import type { WireHttp } from "../../src/protocol/wireMessage";
import { Icon } from "../icon";
import type { MessageOfRow } from "../row";
import { bytes, timeOfDay } from "../time";
import { JsonView } from "./jsonView";

interface MessageViewProps {
  readonly message: MessageOfRow;
  readonly search: string;
  /** The whole text of a message; `undefined` if it is no longer kept. Never rejects. */
  readonly whole: (seq: number) => Promise<string | undefined>;
}

const words = {
  request: message("page.messageView.request", "request"),
  response: message("page.messageView.answer", "answer"),
  error: message("page.messageView.error", "error"),
  notification: message("page.messageView.notification", "notification"),
} as const;

/** A message as it went over the wire: its direction, its size, over HTTP its status and headers, and its JSON. */
export function MessageView({ message: shownMessage, search, whole }: MessageViewProps) {
  const { seq, at, direction, kind, method, text, truncated, http } = shownMessage;
  const [full, setFull] = useState<string>();
  const isPreview = text.length >= wirePreview;
  useEffect(() => {
    if (!isPreview) return;
    let gone = false;
    void whole(seq).then((read) => !gone && setFull(read));
    return () => {
      gone = true;
    };
  }, [seq]);
  const shown = full ?? text;
  const label = `${direction === "sent" ? message("page.messageView.sent", "Sent") : message("page.messageView.received", "Received")} ${words[kind]}`;
  return (
    <section class={`message ${kind === "error" ? "level-error" : ""}`} aria-label={label}>
      <h3>
        <Icon name={direction === "sent" ? "arrow-right" : "arrow-left"} class="sign" /> {label}
        <span class="quiet">
          {[method, bytes(shownMessage.bytes), timeOfDay(at)].filter(Boolean).map((one) => ` · ${one}`)}
        </span>
      </h3>
      {http && <Http http={http} />}
      <JsonView text={shown} search={search} label={label} />
      {(truncated || (isPreview && full === undefined)) && (
        <p class="quiet">
          {message("page.messageView.theBeginningOfBytes", "The beginning of {bytes}.", {
            bytes: bytes(shownMessage.bytes),
          })}
        </p>
      )}
    </section>
  );
}

function Http({ http: { status, headers } }: { http: WireHttp }) {
  const all = Object.entries(headers);
  const title = [
    status !== undefined && `HTTP ${status}`,
    all.length === 1
      ? message("page.messageView.oneHeader", "1 header")
      : message("page.messageView.headers", "{count} headers", { count: all.length }),
  ];
  return (
    <details class="headers">
      <summary>{title.filter((part) => part !== false).join(", ")}</summary>
      <dl>
        {all.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
