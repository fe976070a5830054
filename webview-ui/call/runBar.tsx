import { message } from "../../src/protocol/message";
import { Icon } from "../icon";

interface RunBarProps {
  readonly isRunning: boolean;
  /** How many mistakes keep the call from being made. */
  readonly problems: number;
  readonly hidesJson: boolean;
  readonly hideJson: (hides: boolean) => void;
  readonly call: () => void;
  readonly cancel: () => void;
  readonly restart: () => void;
}

/** The buttons below the form. */
export function RunBar({ isRunning, problems, hidesJson, hideJson, call, cancel, restart }: RunBarProps) {
  return (
    <div class="run-bar">
      {isRunning ? (
        <button type="button" class="primary" onClick={cancel}>
          <Icon name="debug-stop" /> {message("page.runBar.cancel", "Cancel")}
        </button>
      ) : (
        <button
          type="button"
          class="primary"
          title={message("page.runBar.callCtrlEnter", "Call (Ctrl+Enter)")}
          onClick={call}
        >
          <Icon name="play" /> {message("page.runBar.call", "Call")}
        </button>
      )}
      <button type="button" class="action" onClick={restart}>
        <Icon name="discard" /> {message("page.runBar.reset", "Reset")}
      </button>
      <button type="button" class="action" aria-pressed={!hidesJson} onClick={() => hideJson(!hidesJson)}>
        <Icon name="json" /> {message("page.runBar.json", "JSON")}
      </button>
      <span class="problems" role="status">
        {problems > 0 &&
          (problems === 1
            ? message("page.runBar.1ProblemKeepsItFrom", "1 problem keeps it from being called.")
            : message("page.runBar.problemsProblemsKeepItFrom", "{problems} problems keep it from being called.", {
                problems,
              }))}
      </span>
    </div>
  );
}
