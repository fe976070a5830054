import { useEffect, useRef } from "preact/hooks";
import { message } from "../../src/protocol/message";
import { CallContent } from "../callContent";
import { lineOf, outcomeOf } from "../columns";
import type { Filter } from "../filter";
import type { CallDoings, CallResults } from "../hostDoings";
import { Icon } from "../icon";
import { isEarlier, kindName, type Row } from "../row";
import { rowDetails } from "../rowDetails";
import { dateAndTime, timeOfDay } from "../time";
import { CallButtons } from "./callButtons";
import { JsonView } from "./jsonView";
import { layerWords } from "./layerWords";
import { LongText } from "./longText";
import { MessageView } from "./messageView";
import { OnlyThis } from "./onlyThis";
import { TimingBar } from "./timingBar";

export interface DetailsPaneProps {
  readonly row: Row;
  /** The server's display name. */
  readonly server: string;
  readonly search: string;
  readonly results: CallResults;
  readonly doings: CallDoings;
  readonly whole: (seq: number) => Promise<string | undefined>;
  /** What the row's server logged while the call ran. */
  readonly logs: readonly Row[];
  readonly change: (filter: Filter) => void;
  readonly copy: () => void;
  readonly open: () => void;
  /** Opens the log of the row's server; missing where the row belongs to none. */
  readonly showLog: (() => void) | undefined;
  readonly close: () => void;
}

/** All about the selected row, beside the list. */
export function DetailsPane(props: DetailsPaneProps) {
  const { row, server, search, results, doings, whole, logs, change, copy, open, showLog, close } = props;
  const { call, messages = [] } = row;
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (pane.current) pane.current.scrollTop = 0;
  }, [row.id]);
  const hasResult = call?.outcome === "ok" || call?.outcome === "tool-error";
  return (
    <section ref={pane} class="details" aria-label={message("page.detailsPane.details", "Details")}>
      <header class="details-head">
        <h2 title={dateAndTime(row.at)}>
          <span class="quiet">{[kindName(row), server].filter(Boolean).join(" · ")}</span>{" "}
          <span class="title">{lineOf(row).slice(0, 120)}</span>
        </h2>
        <div class="tools">
          <Tool icon="copy" words={message("page.detailsPane.copyRowAndDetails", "Copy row and details")} run={copy} />
          <Tool icon="go-to-file" words={message("page.detailsPane.openInEditor", "Open in editor")} run={open} />
          <Tool icon="close" words={message("page.detailsPane.closeDetails", "Close details")} run={close} />
        </div>
      </header>
      {call && <CallButtons call={call} isRunning={outcomeOf(row) === "running"} doings={doings} />}
      {isEarlier(row) && (
        <p class="quiet">
          {message("page.detailsPane.ofAnEarlierSession", "Of an earlier session, {time}", {
            time: dateAndTime(row.at),
          })}
        </p>
      )}
      {row.level === "error" && showLog && (
        <div class="actions">
          <button type="button" class="action" onClick={showLog}>
            <Icon name="output" /> {message("page.detailsPane.showLog", "Show log")}
          </button>
        </div>
      )}
      <dl>
        {rowDetails(row).map(({ heading, text, isJson }) => (
          <div key={heading}>
            <dt>{heading}</dt>
            <dd>
              {isJson ? (
                <JsonView text={text} search={search} label={heading} />
              ) : (
                // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard
                <pre tabIndex={0}>
                  <LongText text={text} search={search} />
                </pre>
              )}
            </dd>
          </div>
        ))}
        {call && hasResult && <CallContent key={call.id} call={call.id} results={results} search={search} />}
        {call?.split && call.ms !== undefined && (
          <div>
            <dt>{message("page.detailsPane.time", "Time")}</dt>
            <dd>
              <TimingBar split={call.split} ms={call.ms} />
            </dd>
          </div>
        )}
        {call && (
          <Lines
            heading={message("page.detailsPane.onItsWay", "On its way")}
            lines={layerWords(call)}
            search={search}
          />
        )}
        {call && (
          <Lines
            heading={message("page.detailsPane.progress", "Progress")}
            lines={(call.steps ?? []).map(({ at, text }) => `${timeOfDay(at)} ${text}`)}
            search={search}
          />
        )}
        <Lines
          heading={message("page.detailsPane.logOfServerMeanwhile", "Log of {server} meanwhile", { server })}
          lines={logs.map(({ at, text }) => `${timeOfDay(at)} ${text}`)}
          search={search}
        />
      </dl>
      {messages.map((message) => (
        <MessageView key={message.seq} message={message} search={search} whole={whole} />
      ))}
      <OnlyThis row={row} server={server} change={change} />
    </section>
  );
}

function Lines({ heading, lines, search }: { heading: string; lines: readonly string[]; search: string }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <dt>{heading}</dt>
      <dd>
        <ul class="lines">
          {lines.map((line, index) => (
            <li key={index}>
              <LongText text={line} search={search} limit={1000} />
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

function Tool({ icon, words, run }: { icon: string; words: string; run: () => void }) {
  return (
    <button type="button" class="tool" aria-label={words} title={words} onClick={run}>
      <Icon name={icon} />
    </button>
  );
}
