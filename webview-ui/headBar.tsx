import type { ComponentChildren } from "preact";
import type { HubView } from "../src/protocol/hubView";
import { message } from "../src/protocol/message";
import { summary } from "../src/protocol/summary";
import { Icon } from "./icon";
import { phaseWords } from "./phaseWords";

interface HeadBarProps {
  readonly view: HubView;
  readonly told: boolean;
  readonly tabs: ComponentChildren;
  /** What can be done in the view that is shown. */
  readonly tools: ComponentChildren;
}

/** The hub in a few words, its views, and what can be done. */
export function HeadBar({ view, told, tabs, tools }: HeadBarProps) {
  const head = summary(view);
  return (
    <header class="head">
      <h1>
        <Icon name={head.attention ? "warning" : "plug"} class={head.attention ? "attention" : ""} /> {head.text}
      </h1>
      {tabs}
      <span class="quiet" role="status">
        {told ? message("page.headBar.theHubIsValue", "The hub is {value}", { value: phaseWords[view.phase] }) : ""}
      </span>
      <div class="tools">{tools}</div>
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

/** A button of the tool bar; its words give way where there is little room. */
export function Tool({ icon, words, title = words, pressed, run }: ToolProps) {
  return (
    <button type="button" class="tool" title={title} aria-label={words} aria-pressed={pressed} onClick={run}>
      <Icon name={icon} /> <span class="words">{words}</span>
    </button>
  );
}
