import { message } from "../../src/protocol/message";
import type { CopyForm } from "../../src/protocol/panelMessages";
import type { CallDoings } from "../hostDoings";
import { Icon } from "../icon";
import type { CallOfRow } from "../row";

const forms: readonly { readonly form: CopyForm; readonly words: string }[] = [
  { form: "result", words: message("page.callButtons.result", "Result") },
  { form: "curl", words: "curl" },
  { form: "command", words: message("page.callButtons.commandLine", "Command line") },
  { form: "script", words: message("page.callButtons.sdkCode", "SDK code") },
];

interface CallButtonsProps {
  readonly call: CallOfRow;
  readonly isRunning: boolean;
  readonly doings: CallDoings;
}

/** The actions of a call: those that it has now. */
export function CallButtons({ call, isRunning, doings }: CallButtonsProps) {
  const { id, outcome, method } = call;
  const hasResult = outcome === "ok" || outcome === "tool-error";
  const isTool = method === "tools/call";
  return (
    <div class="actions">
      {isRunning && (
        <Action icon="debug-stop" words={message("page.callButtons.cancel", "Cancel")} run={() => doings.cancel(id)} />
      )}
      {!isRunning && method !== "completion/complete" && (
        <Action
          icon="refresh"
          words={message("page.callButtons.callAgain", "Call again")}
          run={() => doings.again(id)}
        />
      )}
      {isTool && (
        <Action
          icon="edit"
          words={message("page.callButtons.editAndCall", "Edit and call…")}
          run={() => doings.edit(id)}
        />
      )}
      {hasResult && isTool && (
        <Action
          icon="go-to-file"
          words={message("page.callButtons.openResult", "Open result")}
          run={() => doings.openResult(id)}
        />
      )}
      {isTool && (
        <select
          class="level"
          aria-label={message("page.callButtons.copyTheCallAs", "Copy the call as")}
          value=""
          onChange={({ currentTarget }) => {
            const chosen = forms.find(({ form }) => form === currentTarget.value);
            currentTarget.value = "";
            if (chosen) doings.copyAs(id, chosen.form);
          }}
        >
          <option value="">{message("page.callButtons.copyAs", "Copy as…")}</option>
          {forms.map(({ form, words }) => (
            <option key={form} value={form} disabled={form === "result" && !hasResult}>
              {words}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function Action({ icon, words, run }: { icon: string; words: string; run: () => void }) {
  return (
    <button type="button" class="action" onClick={run}>
      <Icon name={icon} /> {words}
    </button>
  );
}
