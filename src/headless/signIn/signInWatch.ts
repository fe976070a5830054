import type { SignIns } from "../../core/auth/signIns";
import type { EventStream } from "../../core/hub/eventStream";
import { followSignIns } from "../../core/hub/followSignIns";
import type { Hub } from "../../core/hub/hub";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { SealedFile } from "./sealedFile";

interface SignInWatchParts {
  readonly file: SealedFile;
  readonly signIns: Pick<SignIns, "secretChanged">;
  readonly stream: Pick<EventStream, "view">;
  readonly hub: Pick<Hub, "connect" | "restart">;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** Follows `sign-in` and `sign-out` in other processes: a server that needs a sign-in connects, and one that was signed out restarts. */
export function watchSignIns({ file, signIns, stream, hub, clock, report }: SignInWatchParts): Disposable {
  let isOver = false;
  const changes = followSignIns({ onChange: (hear) => file.onChange(hear), signIns, stream, hub, report });
  let following: Disposable | undefined;
  file.follow(clock).then((one) => {
    if (isOver) one.dispose();
    else following = one;
  }, report);
  return {
    dispose() {
      isOver = true;
      changes.dispose();
      following?.dispose();
    },
  };
}
