import type { ServiceFailure } from "../../core/calls/services/serviceFailure";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { ToolResult } from "../../core/messages/toolResult";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { codeOf } from "../reading/reportedError";
import type { Choice, Offer } from "../rows/choices";
import { type Row, rowName } from "../rows/row";

/** How much of a result a message shows, in characters. */
const shownLength = 300;

/** The most tools that a message names. */
const namedTools = 30;

/** What a choice uses, for messages. */
export const toolName = ({ row, tool }: Choice): string => safeLine(tool?.name ?? row.resource ?? "");

export function unsupported(server: ServerId, method: string, { tools }: Offer): HubError {
  const names = tools.slice(0, namedTools).map(({ name }) => safeLine(name, 80));
  const more = tools.length > namedTools ? ", …" : "";
  const listed = names.length > 0 ? `${names.join(", ")}${more}` : message("services.noTools", "no tools");
  return new HubError(
    "unsupported",
    message(
      "services.unsupported",
      '{server} cannot do "{method}": none of its tools is known for that. It offers {listed}. If one of them can, add a row to "mcpHub.services".',
      { server, method, listed },
    ),
  );
}

export function badInput(method: string, problems: string): HubError {
  return new HubError(
    "bad-arguments",
    message("services.badInput", '"{method}" was not called: {problems}.', { method, problems }),
  );
}

/** What a server itself says went wrong. */
export function reported(server: ServerId, choice: Choice, text: string, result: ToolResult): HubError {
  const said = safeLine(text, shownLength) || message("services.noReason", "it gave no reason");
  return new HubError(
    codeOf(text),
    message("services.reported", '"{tool}" on {server} reported an error: {said}', {
      tool: toolName(choice),
      server,
      said,
    }),
    { cause: failure(choice.row, result) },
  );
}

/** A result in no shape that the row knows. */
export function unreadable(server: ServerId, choice: Choice, why: string, text: string, result: ToolResult): HubError {
  return new HubError(
    "unreadable-result",
    message(
      "services.unreadable",
      '"{tool}" on {server} answered in a form that the row "{row}" cannot read ({why}). The answer begins: {text}',
      { tool: toolName(choice), server, row: safeLine(rowName(choice.row)), why, text: safeLine(text, shownLength) },
    ),
    { cause: failure(choice.row, result) },
  );
}

const failure = (row: Row, result: ToolResult): ServiceFailure => ({ row: rowName(row), result });
