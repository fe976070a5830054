import type { StartStep } from "../../protocol/connectionState";
import { message } from "../../protocol/message";
import { HubError } from "../kernel/hubError";
import { inWords } from "../kernel/timeLimit";
import type { AttemptProgress } from "./startProgress";

/** An attempt to connect took too long: what it waited for, and what the program said last. */
export function timedOut(
  server: string,
  { waitsFor, said }: Pick<AttemptProgress, "waitsFor" | "said">,
  ms: number,
): HubError {
  const values = {
    server,
    time: inWords(Math.round(ms / 1000) * 1000 || ms),
    waitsFor: stillMissing[waitsFor](server),
  };
  return new HubError(
    "timeout",
    said === undefined
      ? message(
          "connection.timeout",
          'Connecting to "{server}" took longer than {time}. {waitsFor} See its log, or raise mcpHub.connectTimeoutSeconds.',
          values,
        )
      : message(
          "connection.timeoutSaying",
          'Connecting to "{server}" took longer than {time}. {waitsFor} Its last output: {said} See its log, or raise mcpHub.connectTimeoutSeconds.',
          { ...values, said: /[.!?…]$/.test(said) ? said : `${said}.` },
        ),
  );
}

const stillMissing: Readonly<Record<StartStep, (server: string) => string>> = {
  turn: () => message("start.noTurn", "It waited for its turn to start."),
  program: () => message("start.noProgram", "Its program had not started."),
  probe: () => message("start.noProbe", 'It did not answer anything, not even "server/discover".'),
  handshake: () => message("start.noHandshake", 'It did not answer "initialize".'),
  lists: () => message("start.noLists", "It did not list its tools."),
};
