import { useState } from "preact/hooks";
import type { OpenedCall, SavedCall } from "../../src/protocol/callPageMessages";
import { message } from "../../src/protocol/message";
import { Icon } from "../icon";
import { duration, timeOfDay } from "../time";
import type { CallPort } from "./callPort";
import { visible } from "./visible";

interface EarlierCallsProps {
  readonly host: CallPort;
  readonly opened: OpenedCall;
  /** The arguments in the form, as JSON. */
  readonly text: string;
  readonly use: (args: string) => void;
  readonly fail: (error: unknown) => void;
  readonly again: () => void;
}

const words = {
  ok: message("page.outcome.ok", "ok"),
  "tool-error": message("page.earlierCalls.error", "error"),
  failed: message("page.outcome.failed", "failed"),
  cancelled: message("page.outcome.cancelled", "cancelled"),
  running: message("page.callRow.running", "running"),
} as const;

/** Calls that were made in this window, and those that were saved in the workspace: each puts its arguments into the form. */
export function EarlierCalls({ host, opened, text, use, fail, again }: EarlierCallsProps) {
  const { target, history, canSave } = opened;
  return (
    <div class="earlier">
      {history.length > 0 && (
        <details>
          <summary>
            {message("page.earlierCalls.historyHistory", "History ({history})", { history: history.length })}
          </summary>
          <ul>
            {history.map(({ at, state, ms, args }) => (
              <li key={at}>
                <button
                  type="button"
                  class="past"
                  onClick={() => use(args)}
                  title={message("page.earlierCalls.putTheseArgumentsIntoThe", "Put these arguments into the form")}
                >
                  <span class="time">{timeOfDay(at).slice(0, 8)}</span>{" "}
                  <span class={`outcome-${state}`}>{words[state]}</span>{" "}
                  {message("page.earlierCalls.inMs", "in {ms}", { ms: duration(ms) })}{" "}
                  <span class="quiet">{visible(args.replace(/\s+/g, " ").slice(0, 120))}</span>
                </button>
              </li>
            ))}
          </ul>
          <button
            type="button"
            class="link"
            onClick={() => void host.request("forgetHistory", target).then(again, fail)}
          >
            {message("page.earlierCalls.forgetTheHistory", "Forget the history")}
          </button>
        </details>
      )}
      {canSave && <SavedCalls host={host} opened={opened} text={text} use={use} fail={fail} />}
    </div>
  );
}

function SavedCalls({ host, opened, text, use, fail }: Omit<EarlierCallsProps, "again">) {
  const { target } = opened;
  const [saved, setSaved] = useState<readonly SavedCall[]>(opened.saved);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const save = () => {
    if (name.trim() === "") return;
    host.request("save", target, name.trim(), text).then((done) => {
      setSaved(done.saved);
      setName("");
      const { leftOut } = done;
      setNote(
        leftOut.length === 0
          ? message("page.earlierCalls.saved", "Saved.")
          : message("page.earlierCalls.savedWithoutTheSecretValues", "Saved without the secret values of {leftOut}.", {
              leftOut: leftOut.map(visible).join(", "),
            }),
      );
    }, fail);
  };
  return (
    <details>
      <summary>
        {message("page.earlierCalls.savedInTheWorkspaceSaved", "Saved in the workspace ({saved})", {
          saved: saved.length,
        })}
      </summary>
      <ul>
        {saved.map((one) => (
          <li key={one.name} class="row">
            <button
              type="button"
              class="past"
              onClick={() => use(one.args)}
              title={message("page.earlierCalls.putTheseArgumentsIntoThe", "Put these arguments into the form")}
            >
              {visible(one.name)}
            </button>
            <button
              type="button"
              class="small"
              aria-label={message("page.earlierCalls.removeName", "Remove {name}", { name: visible(one.name) })}
              title={message("page.earlierCalls.remove", "Remove")}
              onClick={() => void host.request("removeSaved", target, one.name).then(setSaved, fail)}
            >
              <Icon name="trash" />
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <input
          type="text"
          aria-label={message("page.earlierCalls.nameForThisCall", "Name for this call")}
          placeholder={message("page.earlierCalls.nameForThisCall", "Name for this call")}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && !event.ctrlKey && save()}
        />
        <button type="button" class="action" disabled={name.trim() === ""} onClick={save}>
          <Icon name="save" /> {message("page.earlierCalls.save", "Save")}
        </button>
      </div>
      <p class="quiet" role="status">
        {note === ""
          ? message(
              "page.earlierCalls.savesTheArgumentsInVscode",
              "Saves the arguments in .vscode/mcp-hub-calls.json, without the values of secrets.",
            )
          : note}
      </p>
    </details>
  );
}
