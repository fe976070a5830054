import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import type { Pin, PinSubject } from "./pinStore";

/** Both forms of what changed, as canonical JSON. */
export interface PinReview extends PinSubject {
  readonly server: ServerId;
  readonly pinned: Pin;
  /** `undefined` where it was too large to be kept. */
  readonly before: string | undefined;
  readonly after: string;
  /** Of what is there now: what the person sees and may accept. */
  readonly digest: string;
}

/** The refusal of an acceptance that came after another change. */
export const changedAgain = (server: ServerId, { name }: PinSubject) =>
  new HubError(
    "denied",
    message(
      "pins.changedAgain",
      '"{name}" of "{server}" was not accepted: it changed again after you opened the comparison. Review it once more.',
      { name: safeLine(name, 80), server },
    ),
  );
