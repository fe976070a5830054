import { message } from "../src/protocol/message";
import { Icon } from "./icon";

/** A failure above what a page shows, until the person closes it. */
export const FailureBar = ({ text, close }: { text: string; close: () => void }) => (
  <p class="failure" role="alert">
    <Icon name="error" /> <span>{text}</span>
    <button
      type="button"
      class="tool"
      aria-label={message("page.failureBar.dismiss", "Dismiss")}
      title={message("page.failureBar.dismiss", "Dismiss")}
      onClick={close}
    >
      <Icon name="close" />
    </button>
  </p>
);
