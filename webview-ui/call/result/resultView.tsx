import { useEffect, useState } from "preact/hooks";
import type { CallRun } from "../../../src/protocol/callPageMessages";
import { message } from "../../../src/protocol/message";
import { doneOf } from "../../callRow";
import { Icon } from "../../icon";
import { duration } from "../../time";
import { visible } from "../visible";
import { JsonText } from "./jsonText";
import { Part } from "./partView";

interface ResultViewProps {
  /** The latest call; `undefined` before the first. */
  readonly run: CallRun | undefined;
  readonly open: (index: number) => void;
  readonly copy: (text: string) => void;
}

/** What came of the latest call, and while it runs how far it is. */
export function ResultView({ run, open, copy }: ResultViewProps) {
  return (
    <section class="result-column" aria-label={message("page.resultView.result", "Result")}>
      <h2>{message("page.resultView.result", "Result")}</h2>
      {!run && (
        <p class="quiet">{message("page.resultView.nothingHasBeenCalledYet", "Nothing has been called yet.")}</p>
      )}
      {run?.state === "running" ? <Running key={run.id} run={run} /> : run && <Outcome run={run} />}
      {run?.result && (
        <>
          {run.result.warning !== undefined && (
            <p class="warning">
              <Icon name="warning" /> {visible(run.result.warning)}
            </p>
          )}
          {run.result.parts.length === 0 && (
            <p class="quiet">{message("page.resultView.itReturnedNothing", "It returned nothing.")}</p>
          )}
          {run.result.parts.map((part, index) => (
            <Part key={`${run.id}-${index}`} part={part} open={() => open(index)} copy={copy} />
          ))}
          {run.result.more > 0 && (
            <p class="quiet">
              {message("page.resultView.moreMoreNotShown", "{more} more not shown", { more: run.result.more })}
            </p>
          )}
          {run.result.meta !== undefined && (
            <details>
              <summary>{message("page.resultView.addedByTheServerMeta", "Added by the server (_meta)")}</summary>
              <JsonText text={run.result.meta} label={message("page.resultView.meta", "_meta")} />
            </details>
          )}
        </>
      )}
    </section>
  );
}

function Running({ run }: { run: CallRun }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const { progress } = run;
  const seconds = Math.max(0, Math.floor((now - run.startedAt) / 1000));
  const share = progress?.total !== undefined && progress.total > 0 ? progress.done / progress.total : undefined;
  return (
    <div class="running">
      <p role="status">
        <Icon name="loading" spin /> {message("page.resultView.running", "Running…")}
      </p>
      <p class="quiet">
        {seconds} s{progress && ` · ${doneOf(progress.done, progress.total)}`}
        {progress?.text !== undefined && ` · ${visible(progress.text)}`}
      </p>
      <progress
        aria-label={message("page.resultView.progressOfTheCall", "Progress of the call")}
        {...(share !== undefined && { value: share })}
      />
    </div>
  );
}

function Outcome({ run: { state, ms = 0, error } }: { run: CallRun }) {
  const time = duration(ms);
  if (state === "ok")
    return (
      <p role="status" class="outcome-ok">
        <Icon name="pass" /> {message("page.resultView.doneInTime", "Done in {time}", { time })}
      </p>
    );
  if (state === "cancelled")
    return (
      <p role="status" class="quiet">
        <Icon name="circle-slash" /> {message("page.resultView.cancelledAfterTime", "Cancelled after {time}", { time })}
      </p>
    );
  return (
    <p role="alert" class="outcome-failed">
      <Icon name="error" />{" "}
      {state === "tool-error"
        ? message("page.resultView.theToolReportedAnError", "The tool reported an error after {time}.", { time })
        : visible(error ?? "")}
    </p>
  );
}
