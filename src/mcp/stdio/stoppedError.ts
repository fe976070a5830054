import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { failureReason, outputLine } from "./failureReason";
import type { Exit, Exited } from "./serverProcess";

/** How a program ended, and what its output says is missing: the cause of an error "exited". */
export interface ProgramExit extends Exited {
  readonly kind: "exit";
  readonly variable?: string;
}

/** How many lines of the output an error holds beside the one that says why; the log has all of them. */
const otherLines = 20;

/** Why a program is no longer running: what it said about it comes first. `lines`: its output, oldest first. */
export function stoppedError(server: string, exit: Exit, lines: readonly string[]): HubError {
  if (exit instanceof HubError) return exit;
  const output = lines.map(outputLine).filter((line) => line !== "");
  const { line: reason, nextStep, variable } = failureReason(output);
  const advice = nextStep
    ? message("stdio.thenRestart", "{step}, then restart it.", { step: nextStep })
    : message("stdio.checkCommand", "Check the command, then restart it.");
  const rest = sentence(
    output
      .filter((line) => line !== reason)
      .slice(-otherLines)
      .join(" | "),
  );
  const cause: ProgramExit = { kind: "exit", ...exit, ...(variable !== undefined && { variable }) };
  return new HubError("exited", words({ server, exit: exit.words, advice, reason: reason && sentence(reason), rest }), {
    cause,
  });
}

interface Words {
  readonly server: string;
  readonly exit: string;
  readonly advice: string;
  readonly reason: string | undefined;
  readonly rest: string;
}

function words({ reason = "", rest, ...values }: Words): string {
  if (reason !== "" && rest !== "")
    return message(
      "stdio.stoppedBecause",
      '"{server}" stopped: {reason} Its process ended with {exit}. {advice} The rest of its output: {rest}',
      { ...values, reason, rest },
    );
  if (reason !== "")
    return message("stdio.stoppedSaying", '"{server}" stopped: {reason} Its process ended with {exit}. {advice}', {
      ...values,
      reason,
    });
  if (rest !== "")
    return message(
      "stdio.stoppedWithOutput",
      '"{server}" stopped: its process ended with {exit}. Last output: {rest} {advice}',
      { ...values, rest },
    );
  return message("stdio.stopped", '"{server}" stopped: its process ended with {exit}. {advice}', { ...values });
}

const sentence = (text: string): string =>
  text === "" || /[.!?…]$/.test(text) ? text : `${text.replace(/[,:;]$/, "")}.`;
