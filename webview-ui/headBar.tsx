import type { HubView } from "../src/protocol/hubView";
import { summary } from "../src/protocol/summary";
import { phaseWords } from "./eventRow";
import { Icon } from "./icon";

interface HeadBarProps {
  readonly view: HubView;
  readonly told: boolean;
  readonly isPaused: boolean;
  readonly isFollowing: boolean;
  readonly doings: {
    readonly pause: () => void;
    readonly follow: () => void;
    readonly nextError: () => void;
    readonly clear: () => void;
    readonly save: () => void;
    readonly load: () => void;
    readonly showLog: () => void;
  };
}

/** The hub in a few words, and what can be done with the list. */
export function HeadBar({ view, told, isPaused, isFollowing, doings }: HeadBarProps) {
  const head = summary(view);
  const { pause, follow, nextError, clear, save, load, showLog } = doings;
  return (
    <header class="head">
      <h1>
        <Icon name={head.attention ? "warning" : "plug"} class={head.attention ? "attention" : ""} /> {head.text}
      </h1>
      <span class="quiet" role="status">
        {told ? `The hub is ${phaseWords[view.phase]}` : ""}
      </span>
      <div class="tools">
        <Tool icon={isPaused ? "debug-start" : "debug-pause"} words={isPaused ? "Resume" : "Pause"} run={pause} />
        <Tool icon="arrow-down" words="Follow" title="Stay at the newest row" pressed={isFollowing} run={follow} />
        <Tool icon="error" words="Next error" title="Go to the next error (F8)" run={nextError} />
        <Tool icon="clear-all" words="Clear" title="Forget everything so far" run={clear} />
        <Tool icon="export" words="Export" title="Save the rows that are shown" run={save} />
        <Tool icon="folder-opened" words="Import" title="Look at rows that were saved" run={load} />
        <Tool icon="output" words="Hub log" run={showLog} />
      </div>
    </header>
  );
}

interface ToolProps {
  readonly icon: string;
  readonly words: string;
  readonly title?: string;
  readonly pressed?: boolean;
  readonly run: () => void;
}

function Tool({ icon, words, title = words, pressed, run }: ToolProps) {
  return (
    <button type="button" class="tool" title={title} aria-label={words} aria-pressed={pressed} onClick={run}>
      <Icon name={icon} /> <span class="words">{words}</span>
    </button>
  );
}
