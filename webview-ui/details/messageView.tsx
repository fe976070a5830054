import { useEffect, useState } from "preact/hooks";
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

const words = { request: "request", response: "answer", error: "error", notification: "notification" } as const;

/** A message as it went over the wire: its direction, its size, over HTTP its status and headers, and its JSON. */
export function MessageView({ message, search, whole }: MessageViewProps) {
  const { seq, at, direction, kind, method, text, truncated, http } = message;
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
  const label = `${direction === "sent" ? "Sent" : "Received"} ${words[kind]}`;
  return (
    <section class={`message ${kind === "error" ? "level-error" : ""}`} aria-label={label}>
      <h3>
        <Icon name={direction === "sent" ? "arrow-right" : "arrow-left"} class="sign" /> {label}
        <span class="quiet">
          {[method, bytes(message.bytes), timeOfDay(at)].filter(Boolean).map((one) => ` · ${one}`)}
        </span>
      </h3>
      {http && <Http http={http} />}
      <JsonView text={shown} search={search} label={label} />
      {(truncated || (isPreview && full === undefined)) && (
        <p class="quiet">The beginning of {bytes(message.bytes)}.</p>
      )}
    </section>
  );
}

function Http({ http: { status, headers } }: { http: WireHttp }) {
  const all = Object.entries(headers);
  const title = [status !== undefined && `HTTP ${status}`, `${all.length} ${all.length === 1 ? "header" : "headers"}`];
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
