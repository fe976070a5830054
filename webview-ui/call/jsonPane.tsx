import { message } from "../../src/protocol/message";
import { Icon } from "../icon";
import type { Draft } from "./form/draft";

/** The arguments as JSON, which the form follows. */
export function JsonPane({ draft, write }: { draft: Draft; write: (text: string) => void }) {
  const { text, problem } = draft;
  return (
    <section class="json-column" aria-label={message("page.jsonPane.json", "JSON")}>
      <label class="name" for="json">
        {message("page.jsonPane.argumentsAsJson", "Arguments as JSON")}
      </label>
      <textarea
        id="json"
        class="code"
        spellcheck={false}
        rows={Math.min(40, Math.max(6, text.split("\n").length + 1))}
        aria-invalid={problem !== undefined}
        aria-describedby="json-problem"
        value={text}
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
      <p id="json-problem" class="problems" aria-live="polite">
        {problem !== undefined && (
          <>
            <Icon name="error" /> {problem}
          </>
        )}
      </p>
    </section>
  );
}
