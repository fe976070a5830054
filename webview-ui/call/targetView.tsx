import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CallMistake, CallRun, OpenedCall } from "../../src/protocol/callPageMessages";
import { message } from "../../src/protocol/message";
import { Icon } from "../icon";
import type { CallPort } from "./callPort";
import { EarlierCalls } from "./earlierCalls";
import { afterClick } from "./form/afterClick";
import { type Draft, isUnreadable, openDraft, withText } from "./form/draft";
import { fieldOf } from "./form/field";
import type { FormPort } from "./form/formPort";
import { ObjectField } from "./form/objectField";
import { writeJson } from "./json/exactJson";
import { JsonPane } from "./jsonPane";
import { ResultView } from "./result/resultView";
import { RunBar } from "./runBar";
import { TargetHead } from "./targetHead";

interface TargetViewProps {
  readonly host: CallPort;
  readonly opened: OpenedCall;
  /** The name of its server. */
  readonly server: string;
  readonly run: CallRun | undefined;
  readonly hidesJson: boolean;
  readonly hideJson: (hides: boolean) => void;
  /** Reads it again. */
  readonly again: () => void;
  readonly fail: (error: unknown) => void;
}

/** How long the arguments rest before they are checked, in milliseconds. */
const restMs = 150;

/** Arguments up to this length are kept with each change, since the page may be hidden before they rest; others only then. */
const keptAtOnce = 100_000;

/** One tool, prompt or resource: what it is, its arguments as a form and as JSON, and what came of the call. */
export function TargetView({ host, opened, server, run, hidesJson, hideJson, again, fail }: TargetViewProps) {
  const { target } = opened;
  const [draft, setDraft] = useState<Draft>(() => openDraft(opened.schema, opened.draft));
  const [mistakes, setMistakes] = useState<readonly CallMistake[]>([]);
  const view = useRef<HTMLDivElement>(null);
  const { text } = draft;
  const latest = useRef(text);
  latest.current = text;

  const check = async () => {
    const found = await host.request("check", target, text);
    afterClick(() => latest.current === text && setMistakes(found));
    return found;
  };
  const keptText = useRef(text);
  useLayoutEffect(() => {
    if (text === keptText.current || text.length > keptAtOnce) return;
    keptText.current = text;
    host.request("keepDraft", target, text).catch(fail);
  }, [text]);
  useEffect(() => {
    const timer = setTimeout(() => check().catch(fail), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    if (run && run.state !== "running") again(); // its history has one more
  }, [run?.id, run?.state === "running"]);

  const isRunning = run?.state === "running";
  const call = async () => {
    if (isRunning) return;
    setDraft((before) => ({ ...before, pressed: true }));
    const found = isUnreadable(draft) ? [] : await check();
    if (isUnreadable(draft) || found.length > 0) focusFirst();
    else await host.request("call", target, text);
  };
  // After the mistakes are drawn.
  const focusFirst = () =>
    requestAnimationFrame(() =>
      requestAnimationFrame(() => view.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()),
    );

  const form: FormPort = {
    draft,
    mistakes,
    change: setDraft,
    ...(opened.completes && {
      complete: (argument: string, typed: string) =>
        host.request("complete", target, argument, typed, writeJson(draft.args)),
    }),
  };
  const field = useMemo(() => fieldOf(draft.root, draft.root), [draft.root]);
  const general = mistakes.filter(({ path }) => path.length === 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter calls from wherever the focus is
    <div
      ref={view}
      class={hidesJson ? "target without-json" : "target"}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        call().catch(fail);
      }}
    >
      <section class="form-column" aria-label={message("page.targetView.arguments", "Arguments")}>
        <TargetHead opened={opened} server={server} review={() => host.request("review", target).catch(fail)} />
        {field.input.kind === "object" ? (
          <ObjectField
            form={form}
            field={field}
            schema={draft.root}
            path={[]}
            name="arguments"
            value={draft.args}
            required
          />
        ) : (
          <p class="quiet">{message("page.targetView.writeTheArgumentsAsJson", "Write the arguments as JSON.")}</p>
        )}
        {general.map(({ text: problem }) => (
          <p class="problems" key={problem}>
            <Icon name="error" /> {problem}
          </p>
        ))}
        <RunBar
          isRunning={isRunning}
          problems={draft.pressed ? mistakes.length + draft.unread.size : 0}
          hidesJson={hidesJson}
          hideJson={hideJson}
          call={() => call().catch(fail)}
          cancel={() => host.request("cancel", target).catch(fail)}
          restart={() => setDraft(openDraft(opened.schema, undefined))}
        />
        <EarlierCalls
          host={host}
          opened={opened}
          text={text}
          use={(args) => setDraft((before) => withText(before, args))}
          fail={fail}
          again={again}
        />
      </section>
      {!hidesJson && <JsonPane draft={draft} write={(json) => setDraft((before) => withText(before, json))} />}
      <ResultView
        run={run}
        open={(index) => host.request("openPart", target, index).catch(fail)}
        copy={(copied) => host.request("copy", copied).catch(fail)}
      />
    </div>
  );
}
