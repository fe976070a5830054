import type * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import { failureNotice } from "../ui/failureNotice";
import { showNotice } from "../ui/showFailure";
import { SignInPrompts } from "./signInPrompts";

/**
 * Shows one notification for each server that needs a sign-in, however often it tries to connect. It is the one that a command shows which
 * fails for the same reason, so that there are never two.
 */
export function createSignInNotice(
  stream: Pick<EventStream, "onEvent">,
  report: (error: unknown) => void,
): vscode.Disposable {
  const prompts = new SignInPrompts();
  return stream.onEvent((event) => {
    const needed = prompts.neededBy(event);
    const notice = needed && failureNotice(needed.error, { server: needed.server });
    if (notice) showNotice(notice, report);
  });
}
